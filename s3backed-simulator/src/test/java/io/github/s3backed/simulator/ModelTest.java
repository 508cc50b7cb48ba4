package io.github.s3backed.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.S3BackedTable;
import io.github.s3backed.dynamodb.SimulatedWorld;
import io.github.s3backed.test.servers.AwsBackend;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** That the model of DynamoDB does what DynamoDB does with the requests that the protocol sends. */
class ModelTest {

    private static final int ACTS = 600;
    private static final long SEED = Long.getLong("s3backed.simulator.seed", System.nanoTime());

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Table model = new Table();
    private final AtomicLong ids = new AtomicLong();

    @Test
    void answersAsDynamoDbDoes() {
        try (AwsBackend aws = AwsBackend.embedded()) {
            aws.dynamoDb()
                    .createTable(create -> create.tableName(Table.NAME)
                            .keySchema(KeySchemaElement.builder()
                                    .attributeName(Table.KEY)
                                    .keyType(KeyType.HASH)
                                    .build())
                            .attributeDefinitions(AttributeDefinition.builder()
                                    .attributeName(Table.KEY)
                                    .attributeType(ScalarAttributeType.S)
                                    .build())
                            .billingMode(BillingMode.PAY_PER_REQUEST));
            ComparingDynamoDb comparing = ComparingDynamoDb.of(aws.dynamoDbAsync(), model, random);
            Clients clients = clients(comparing.client());

            for (int i = 0; i < ACTS; i++) {
                Act[] acts = random.nextInt(4) == 0 ? Act.reads() : Act.writes();
                run(acts[random.nextInt(acts.length)], clients, i);
            }

            assertThat(comparing.compared()).as("seed %d", SEED).isGreaterThan(ACTS);
        }
    }

    private Clients clients(DynamoDbAsyncClient client) {
        MemoryBlobStore store = MemoryBlobStore.create("model");
        return new Clients(
                s3backed(store, S3BackedAttribute.text("body"), S3BackedAttribute.text("note")),
                client,
                () -> s3backed(
                                store,
                                S3BackedAttribute.text("body").lazy(),
                                S3BackedAttribute.text("note").lazy())
                        .wrap(client));
    }

    private S3BackedDynamoDb s3backed(
            MemoryBlobStore store, S3BackedAttribute.Builder body, S3BackedAttribute.Builder note) {
        return SimulatedWorld.settings(System::nanoTime, this::nextId, delay -> CompletableFuture.completedFuture(null))
                .blobStore(store)
                .keyTemplate(KeyTemplate.EXCLUSIVE)
                .threshold(0)
                .table(S3BackedTable.builder(Table.NAME)
                        .partitionKey(Table.KEY)
                        .globalTable(false)
                        .attribute(body.build())
                        .attribute(note.build())
                        .build())
                .build();
    }

    private String nextId() {
        return String.format(Locale.ROOT, "%016x%016x", SEED, ids.incrementAndGet());
    }

    private void run(Act act, Clients clients, int number) {
        int item = random.nextInt(2);
        String id = Scenario.ITEMS[item];
        Subject subject = new Subject(
                id,
                Scenario.ITEMS[1 - item],
                "n" + number,
                "body " + number,
                random.nextBoolean() ? "note " + number : null,
                random.nextInt(3) == 0 ? "another" : n(id));
        try {
            act.begin(clients, subject).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof AssertionError different) {
                throw different;
            }
            assertThat(e.getCause())
                    .as("seed %d, act %d, %s", SEED, number, act)
                    .isInstanceOf(SdkException.class);
        }
    }

    private @Nullable String n(String id) {
        AttributeValue n = model.item(id).get("n");
        return n == null ? null : n.s();
    }
}
