package io.github.s3backed.sweeper;

import static io.github.s3backed.sweeper.Field.item;
import static io.github.s3backed.sweeper.Field.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.dynamodb.NativeValues;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.sweeper.MigrateReport.Outcome;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A migration that was cut short anywhere goes on when it is run again, and loses nothing. */
@AwsTest
class MigrateCrashTest {

    private static final int ITEMS = 6;

    private final AwsBackend aws;
    private Field field;
    private S3BackedDynamoDb s3backed;

    MigrateCrashTest(AwsBackend aws) {
        this.aws = aws;
    }

    @BeforeEach
    void open(@TempDir Path temporary) {
        aws.require();
        field = new Field(aws, temporary);
        s3backed = S3BackedDynamoDb.builder()
                .blobStore(field.memory)
                .threshold(0)
                .table(Field.described(field.table)
                        .nativeValues(NativeValues.READ)
                        .build())
                .build();
        makeNative();
    }

    @AfterEach
    void close() {
        if (field != null) {
            s3backed.close();
            field.close();
        }
    }

    private void makeNative() {
        for (int i = 0; i < ITEMS; i++) {
            field.putRaw(item("item-" + i, "body", s("native " + i)));
        }
    }

    private Migrator migrator(Steps steps) {
        return migrator(s3backed, steps);
    }

    private Migrator migrator(S3BackedDynamoDb registered, Steps steps) {
        return Migrator.builder()
                .tables(registered, aws.dynamoDb())
                .stateFolder(field.folder)
                .segments(2)
                .parallelism(1)
                .itemsPerPage(2)
                .steps(steps)
                .rewriteItems()
                .build();
    }

    private static Steps cutAt(int last) {
        AtomicInteger count = new AtomicInteger();
        return step -> {
            if (count.incrementAndGet() >= last) {
                throw new IllegalStateException("cut short before " + step);
            }
        };
    }

    @Test
    void comesToTheSameEndWhereverItWasCutShort() throws Exception {
        List<String> steps = Collections.synchronizedList(new ArrayList<>());
        migrator(steps::add).run();
        assertThat(steps).contains("scan", "rewrite", "go on", "keep page", "forget");
        for (int cut = 1; cut <= steps.size(); cut++) {
            makeNative();
            int last = cut;
            assertThatThrownBy(() -> migrator(cutAt(last)).run())
                    .as("cut %s", cut)
                    .isInstanceOf(SweepFailedException.class);
            MigrateReport report = migrator(Steps.UNOBSERVED).run();
            assertThat(report.resumed()).as("cut %s", cut).isTrue();
            assertThat(report.items()).as("cut %s", cut).isEqualTo(ITEMS);
            assertThat(report.count(Outcome.OFFLOADED) + report.count(Outcome.AS_IS))
                    .as("cut %s", cut)
                    .isEqualTo(ITEMS);
            assertAllOffloaded(cut);
        }
        assertThat(Files.list(field.folder))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("lock");
    }

    private void assertAllOffloaded(int cut) {
        for (int i = 0; i < ITEMS; i++) {
            Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> raw = field.raw("item-" + i);
            assertThat(raw.get("body").s()).as("cut %s", cut).startsWith("mem://field/");
        }
        VerifyReport verified = Verifier.builder()
                .tables(s3backed, aws.dynamoDb())
                .deep()
                .build()
                .run();
        assertThat(verified.defects()).as("cut %s", cut).isEmpty();
    }

    @Test
    void doesNotLookAgainAtWhatWasDone() {
        assertThatThrownBy(() -> migrator(step -> {
                            if (step.equals("forget")) {
                                throw new IllegalStateException("cut short");
                            }
                        })
                        .run())
                .isInstanceOf(SweepFailedException.class);
        List<String> steps = new ArrayList<>();
        MigrateReport report = migrator(steps::add).run();
        assertThat(steps).containsExactly("forget");
        assertThat(report.count(Outcome.OFFLOADED)).isEqualTo(ITEMS);
    }

    @Test
    void beginsAnewIfItIsToDoSomethingElse() {
        assertThatThrownBy(() -> migrator(cutAt(5)).run()).isInstanceOf(SweepFailedException.class);
        MigrateReport report = Migrator.builder()
                .tables(s3backed, aws.dynamoDb())
                .stateFolder(field.folder)
                .segments(2)
                .build()
                .run();
        assertThat(report.resumed()).isFalse();
    }

    /** Or what was moved before it was killed would stay where it was moved to, and the report would say that all is done. */
    @Test
    void beginsAnewIfPayloadsAreToGoElsewhere() {
        assertThatThrownBy(() -> migrator(cutAt(12)).run()).isInstanceOf(SweepFailedException.class);
        MemoryBlobStore elsewhere = MemoryBlobStore.create("elsewhere");
        try (S3BackedDynamoDb other = S3BackedDynamoDb.builder()
                .blobStore(elsewhere)
                .readFrom(field.memory)
                .threshold(0)
                .table(Field.described(field.table)
                        .nativeValues(NativeValues.READ)
                        .build())
                .build()) {
            MigrateReport report = migrator(other, Steps.UNOBSERVED).run();

            assertThat(report.resumed()).isFalse();
            for (int i = 0; i < ITEMS; i++) {
                assertThat(field.raw("item-" + i).get("body").s()).startsWith("mem://elsewhere/");
            }
        }
    }

    @Test
    void endsWhenItsThreadIsInterruptedAndGoesOnLater() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> migrator(Steps.UNOBSERVED).run()).isInstanceOf(SweepFailedException.class);
        assertThat(Thread.interrupted()).isTrue();
        migrator(Steps.UNOBSERVED).run();
        assertAllOffloaded(0);
    }
}
