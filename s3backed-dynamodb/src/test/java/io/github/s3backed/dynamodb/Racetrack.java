package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.FaultyClients;
import io.github.s3backed.test.servers.HttpGate;
import io.github.s3backed.testkit.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

/** A table, a bucket's corner, clients that race on its items while their requests fail at random, and one that does not. */
final class Racetrack implements AutoCloseable {

    final String table;
    final AtomicLong clock = new AtomicLong();
    final ConcurrentLinkedQueue<S3BackedEvent> events = new ConcurrentLinkedQueue<>();
    final List<Racer> racers = new ArrayList<>();
    final Racer judge;
    private final AwsBackend aws;
    private final String logicalName = "race-" + UUID.randomUUID();

    Racetrack(AwsBackend aws, long seed) {
        this.aws = aws;
        this.table = aws.newTableName("race");
        aws.dynamoDb()
                .createTable(create -> create.tableName(table)
                        .keySchema(key -> key.attributeName("id").keyType(KeyType.HASH))
                        .attributeDefinitions(id -> id.attributeName("id").attributeType(ScalarAttributeType.S))
                        .billingMode(BillingMode.PAY_PER_REQUEST));
        racers.add(new Racer(Door.BLOCKING, S3Side.BLOCKING, new RaceFaults(seed + 1, clock)));
        racers.add(new Racer(Door.ASYNC, S3Side.ASYNC, new RaceFaults(seed + 2, clock)));
        this.judge = new Racer(Door.BLOCKING, S3Side.BLOCKING, null);
    }

    /** A wrapped client. */
    final class Racer implements AutoCloseable {

        final Door.Client client;
        final RaceFaults faults;
        final HttpGate gate = new HttpGate();
        private final List<Runnable> resources = new ArrayList<>();

        private Racer(Door door, S3Side side, RaceFaults faults) {
            this.faults = faults;
            FaultyClients dynamoDb = FaultyClients.of(
                            (request, number) -> faults == null ? Fault.pass() : faults.dynamoDbFault(request))
                    .behind(gate);
            FaultyClients s3 = FaultyClients.of((request, number) -> faults == null ? Fault.pass() : faults.s3Fault());
            if (faults != null) {
                gate.passages(faults::dynamoDbPassage);
            }
            S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                    .blobStore(store(side, s3))
                    .keyTemplate(KeyTemplate.of(
                            "s3backed/{table}/{partitionKey}/{item}/{attribute}/{fingerprint}-{writeId}"))
                    .threshold(0)
                    .listener(events::add)
                    .table(S3BackedTable.builder(table)
                            .partitionKey("id")
                            .logicalName(logicalName)
                            .globalTable(false)
                            .attribute(S3BackedAttribute.text("body").build())
                            .build())
                    .build();
            resources.add(s3backed::close);
            this.client = door == Door.BLOCKING
                    ? Door.over(s3backed.wrap(aws.dynamoDbBuilder()
                            .httpClientBuilder(dynamoDb.blocking())
                            .overrideConfiguration(impatient())
                            .build()))
                    : Door.over(s3backed.wrap(aws.dynamoDbAsyncBuilder()
                            .httpClientBuilder(dynamoDb.async())
                            .overrideConfiguration(impatient())
                            .build()));
        }

        private S3BlobStore store(S3Side side, FaultyClients faulty) {
            if (side == S3Side.BLOCKING) {
                S3Client s3 = aws.s3Builder()
                        .httpClientBuilder(faulty.blocking())
                        .overrideConfiguration(impatient())
                        .build();
                resources.add(s3::close);
                return S3BlobStore.create(s3, aws.bucket());
            }
            S3AsyncClient s3 = aws.s3AsyncBuilder()
                    .httpClientBuilder(faulty.async())
                    .overrideConfiguration(impatient())
                    .build();
            resources.add(s3::close);
            return S3BlobStore.create(s3, aws.bucket());
        }

        @Override
        public void close() {
            client.close();
            resources.forEach(Runnable::run);
        }
    }

    /** Tries again at once, twice. */
    private static ClientOverrideConfiguration impatient() {
        return ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(3)
                        .backoffStrategy(BackoffStrategy.retryImmediately())
                        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                        .circuitBreakerEnabled(false)
                        .build())
                .build();
    }

    /** The references of all items, by the items' keys; none where an item has none. */
    Map<String, String> references() {
        Map<String, String> found = new TreeMap<>();
        aws.dynamoDb()
                .scanPaginator(scan -> scan.tableName(table).consistentRead(true))
                .items()
                .forEach(item -> found.put(item.get("id").s(), item.get("body").s()));
        return found;
    }

    /** All payload objects, as URIs. */
    TreeSet<String> objects() {
        TreeSet<String> found = new TreeSet<>();
        aws.s3()
                .listObjectsV2Paginator(list -> list.bucket(aws.bucket()).prefix("s3backed/" + logicalName + "/"))
                .contents()
                .forEach(object -> found.add("s3://" + aws.bucket() + "/" + object.key()));
        return found;
    }

    /** Whether an object is one of an item's. */
    boolean belongsTo(String uri, String id) {
        return uri.contains(id + "/");
    }

    /** Waits for requests that arrive late, and for listeners. From now on nothing fails. */
    void settle() {
        racers.forEach(racer -> {
            racer.faults.calm();
            Shelf.eventually(() -> racer.gate.late() == 0);
            String id = "last-" + UUID.randomUUID();
            racer.client.call(
                    Operation.PUT_ITEM,
                    PutItemRequest.builder()
                            .tableName(table)
                            .item(item(id, "the last event"))
                            .build());
            Shelf.eventually(() -> events.stream()
                    .anyMatch(event -> event instanceof S3BackedEvent.Uploaded uploaded
                            && belongsTo(uploaded.reference().toString(), id)));
        });
    }

    void remove(String uri) {
        aws.s3()
                .deleteObject(delete ->
                        delete.bucket(aws.bucket()).key(uri.substring(("s3://" + aws.bucket() + "/").length())));
    }

    Map<String, AttributeValue> item(String id, String value) {
        return Map.of("id", s(id), "body", s(value), "n", s(value));
    }

    @Override
    public void close() {
        racers.forEach(Racer::close);
        judge.close();
    }
}
