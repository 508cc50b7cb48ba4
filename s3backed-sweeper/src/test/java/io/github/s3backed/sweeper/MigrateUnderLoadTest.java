package io.github.s3backed.sweeper;

import static io.github.s3backed.sweeper.Field.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.dynamodb.NativeValues;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.sweeper.MigrateReport.Outcome;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.test.servers.FaultyClients;
import io.github.s3backed.testkit.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Writers count a version up, and store a text that names it, while their items are migrated to and fro and answers are lost. Every
 * text must be that of its version in the end, and nothing be left over.
 */
@AwsTest
@Tag("long")
class MigrateUnderLoadTest {

    private static final int ITEMS = 8;
    private static final int WRITERS = 3;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);
    private static final Outcome[] EXPECTED = {Outcome.OFFLOADED, Outcome.MOVED, Outcome.MADE_NATIVE, Outcome.CHANGED};
    private static final KeyTemplate OTHER = KeyTemplate.of("other/{table}/{item}/{attribute}/{writeId}-{fingerprint}");

    private final AwsBackend aws;
    private final long nanos = TimeUnit.SECONDS.toNanos(Long.getLong("s3backed.migrate.seconds", 2));
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Map<Outcome, Long> migrated = new EnumMap<>(Outcome.class);
    private volatile boolean ended;
    private Field field;
    private DynamoDbClient faulty;

    MigrateUnderLoadTest(AwsBackend aws) {
        this.aws = aws;
    }

    @BeforeEach
    void open(@TempDir Path temporary) {
        aws.require();
        field = new Field(aws, temporary);
        faulty = aws.dynamoDbBuilder()
                .httpClientBuilder(
                        FaultyClients.of((request, number) -> fault(number)).blocking())
                .build();
        opened.add(faulty);
        for (int i = 0; i < ITEMS; i++) {
            field.putRaw(Map.of("id", s(id(i)), "version", n(0), "body", s(text(i, 0))));
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        if (field != null) {
            field.close();
        }
    }

    private static Fault fault(int number) {
        return switch (new Random(number).nextInt(20)) {
            case 0 -> new Fault.LoseAnswer();
            case 1 -> new Fault.BreakBefore();
            case 2 -> Fault.dynamoDbError(500, "InternalServerError");
            default -> Fault.pass();
        };
    }

    private static String id(int item) {
        return "item-" + item;
    }

    private static String text(int item, int version) {
        return "item " + item + " of version " + version + ".".repeat(version % 7 * 300);
    }

    private static AttributeValue n(int number) {
        return AttributeValue.fromN(Integer.toString(number));
    }

    private S3BackedDynamoDb registered(KeyTemplate current, KeyTemplate former, int threshold) {
        S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                .blobStore(field.memory)
                .threshold(threshold)
                .keyTemplate(current)
                .formerKeyTemplates(former)
                .listener(event -> {})
                .table(Field.described(field.table)
                        .nativeValues(NativeValues.READ)
                        .build())
                .build();
        opened.add(s3backed);
        return s3backed;
    }

    @Test
    void leavesEveryTextThatOfItsVersion() throws Exception {
        S3BackedDynamoDb here = registered(KeyTemplate.EXCLUSIVE, OTHER, 30);
        S3BackedDynamoDb there = registered(OTHER, KeyTemplate.EXCLUSIVE, 0);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
        List<Future<Integer>> running = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            Random random = new Random(i);
            DynamoDbClient writer = (i % 2 == 0 ? here : there).wrap(faulty);
            running.add(threads.submit(() -> write(writer, random)));
        }
        running.add(threads.submit(migrating(here, there)));
        int written = 0;
        for (Future<Integer> each : running) {
            written += each.get();
        }
        threads.shutdown();
        assertThat(written).isPositive();
        assertThat(migrated).containsKeys(EXPECTED);

        MigrateReport last = Migrator.builder()
                .tables(there, aws.dynamoDb())
                .rewriteItems()
                .build()
                .run();
        assertThat(last.isComplete()).isTrue();
        assertTextsAreOfTheirVersions(there);
        assertNothingIsLeftOver(there);
    }

    /** Counts versions up; what becomes of one try may be unknown, as the next one looks. */
    private int write(DynamoDbClient client, Random random) {
        int written = 0;
        while (!ended) {
            int item = random.nextInt(ITEMS);
            try {
                int version = Integer.parseInt(client.getItem(request -> request.tableName(field.table)
                                .key(Map.of("id", s(id(item))))
                                .consistentRead(true))
                        .item()
                        .get("version")
                        .n());
                client.updateItem(request -> request.tableName(field.table)
                        .key(Map.of("id", s(id(item))))
                        .updateExpression("SET version = :next, body = :text")
                        .conditionExpression("version = :seen")
                        .expressionAttributeValues(Map.of(
                                ":seen", n(version), ":next", n(version + 1), ":text", s(text(item, version + 1)))));
                written++;
            } catch (SdkException e) {
                // Somebody was faster, or the outcome is unknown.
            }
        }
        return written;
    }

    /** Goes on for as long as was asked for, and until everything has happened that is to be seen. */
    private Callable<Integer> migrating(S3BackedDynamoDb here, S3BackedDynamoDb there) {
        return () -> {
            long began = System.nanoTime();
            try {
                while (System.nanoTime() - began < nanos
                        || !migrated.keySet().containsAll(List.of(EXPECTED)) && System.nanoTime() - began < PATIENCE) {
                    count(Migrator.builder().tables(here, faulty));
                    count(Migrator.builder().tables(there, faulty));
                    count(Migrator.builder().tables(there, faulty).toNative());
                }
            } finally {
                ended = true;
            }
            return 0;
        };
    }

    private void count(Migrator.Builder migrator) {
        try {
            MigrateReport report = migrator.rewriteItems().build().run();
            report.tables().get(0).outcomes().forEach((outcome, count) -> migrated.merge(outcome, count, Long::sum));
        } catch (SweepFailedException e) {
            // A scan that failed as often as the client tries; the next migration goes on.
        }
    }

    private void assertTextsAreOfTheirVersions(S3BackedDynamoDb s3backed) {
        DynamoDbClient client = s3backed.wrap(aws.dynamoDb());
        for (int i = 0; i < ITEMS; i++) {
            String id = id(i);
            Map<String, AttributeValue> item = client.getItem(request -> request.tableName(field.table)
                            .key(Map.of("id", s(id)))
                            .consistentRead(true))
                    .item();
            assertThat(item.get("body").s())
                    .isEqualTo(text(i, Integer.parseInt(item.get("version").n())));
        }
        VerifyReport verified = Verifier.builder()
                .tables(s3backed, aws.dynamoDb())
                .deep()
                .build()
                .run();
        assertThat(verified.defects()).isEmpty();
        assertThat(verified.references()).isEqualTo(ITEMS);
    }

    private void assertNothingIsLeftOver(S3BackedDynamoDb s3backed) {
        field.clock.advance(Field.OLD);
        Sweeper.builder()
                .store(field.memory)
                .tables(s3backed, aws.dynamoDb())
                .stateFolder(field.folder)
                .deleteAndLogTo(field.log)
                .build()
                .run();
        TreeSet<String> left = new TreeSet<>(field.memory.keys());
        left.removeIf(key -> key.startsWith("s3backed/.registry/"));
        TreeSet<String> referred = new TreeSet<>();
        for (int i = 0; i < ITEMS; i++) {
            referred.add(field.raw(id(i)).get("body").s().substring("mem://field/".length()));
        }
        assertThat(left).isEqualTo(referred);
    }
}
