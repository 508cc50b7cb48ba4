package io.github.s3backed.sweeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep that was cut short anywhere comes to the same end when it is run again. */
@AwsTest
class SweepCrashTest {

    private static final int ITEMS = 10;

    private final AwsBackend aws;
    private Field field;
    private final Set<String> live = new TreeSet<>();

    SweepCrashTest(AwsBackend aws) {
        this.aws = aws;
    }

    @BeforeEach
    void open(@TempDir Path temporary) {
        aws.require();
        field = new Field(aws, temporary);
        for (int i = 0; i < ITEMS; i++) {
            live.add(field.write("item-" + i));
        }
    }

    @AfterEach
    void close() {
        if (field != null) {
            field.close();
        }
    }

    private void makeOrphans() {
        for (int i = 0; i < 1005; i++) {
            field.orphan("orphan-" + i);
        }
        field.clock.advance(Field.OLD);
    }

    private Sweeper sweeper(Steps steps) {
        return field.sweeper().itemsPerPage(3).marksInMemory(4).steps(steps).build();
    }

    private static SweepReport comparable(SweepReport report) {
        return new SweepReport(
                report.store(),
                report.dryRun(),
                false,
                Instant.EPOCH,
                report.scanned(),
                report.listed(),
                report.deleted());
    }

    private Set<String> payloads() {
        Set<String> keys = new TreeSet<>(field.memory.keys());
        keys.removeIf(key -> key.startsWith("s3backed/.registry/"));
        return keys;
    }

    @Test
    void comesToTheSameEndWhereverItWasCutShort() {
        makeOrphans();
        List<String> steps = Collections.synchronizedList(new ArrayList<>());
        SweepReport expected = comparable(sweeper(steps::add).run());
        assertThat(steps)
                .contains("scan", "keep page", "sort", "keep marks", "list", "keep listing", "keep candidates")
                .contains("log", "delete", "keep deleted", "forget");
        for (int cut = 1; cut <= steps.size(); cut++) {
            makeOrphans();
            int last = cut;
            AtomicInteger count = new AtomicInteger();
            assertThatThrownBy(() -> sweeper(step -> {
                                if (count.incrementAndGet() >= last) {
                                    throw new IllegalStateException("cut short before " + step);
                                }
                            })
                            .run())
                    .as("cut %s", cut)
                    .isInstanceOf(SweepFailedException.class);
            SweepReport report = sweeper(Steps.UNOBSERVED).run();
            assertThat(report.resumed()).as("cut %s", cut).isTrue();
            assertThat(comparable(report)).as("cut %s", cut).isEqualTo(expected);
            assertThat(payloads()).as("cut %s", cut).isEqualTo(live);
        }
    }

    @Test
    void keepsTheCutOffOfTheFirstProcess() {
        makeOrphans();
        assertThatThrownBy(() -> sweeper(step -> {
                            if (step.equals("sort")) {
                                throw new IllegalStateException("cut short");
                            }
                        })
                        .run())
                .isInstanceOf(SweepFailedException.class);
        String later = field.orphan("later");
        field.clock.advance(Field.OLD);
        sweeper(Steps.UNOBSERVED).run();
        assertThat(payloads()).contains(later);
    }

    @Test
    void doesNotScanAgainWhatWasScanned() {
        makeOrphans();
        AtomicInteger pages = new AtomicInteger();
        assertThatThrownBy(() -> sweeper(step -> {
                            if (step.equals("sort")) {
                                throw new IllegalStateException("cut short");
                            }
                        })
                        .run())
                .isInstanceOf(SweepFailedException.class);
        SweepReport report =
                sweeper(step -> pages.addAndGet(step.equals("scan") ? 1 : 0)).run();
        assertThat(pages).hasValue(0);
        assertThat(report.scanned().items()).isEqualTo(ITEMS);
    }

    @Test
    void endsWhenItsThreadIsInterruptedAndGoesOnLater() {
        makeOrphans();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> sweeper(Steps.UNOBSERVED).run()).isInstanceOf(SweepFailedException.class);
        assertThat(Thread.interrupted()).isTrue();
        sweeper(Steps.UNOBSERVED).run();
        assertThat(payloads()).isEqualTo(live);
    }

    @Test
    void beginsAnewIfTheTableIsAnotherOneOfThatName() {
        makeOrphans();
        HookedTableClient client = new HookedTableClient(TableClient.over(aws.dynamoDb()));
        Sweeper.Builder sweeper = Sweeper.builder()
                .store(field.memory)
                .tables(field.s3backed, client)
                .stateFolder(field.folder)
                .deleteAndLogTo(field.log);
        assertThatThrownBy(() -> sweeper.steps(step -> {
                            if (step.equals("list")) {
                                throw new IllegalStateException("cut short");
                            }
                        })
                        .build()
                        .run())
                .isInstanceOf(SweepFailedException.class);
        client.description = table -> table.toBuilder().tableId("restored").build();
        assertThat(sweeper.steps(Steps.UNOBSERVED).build().run().resumed()).isFalse();
    }

    @Test
    void doesNotGoOnWithMarksThatWereLost() {
        makeOrphans();
        assertThatThrownBy(() -> sweeper(step -> {
                            if (step.equals("sort")) {
                                damage(field.folder.resolve("segment-0"));
                                damage(field.folder.resolve("segment-1"));
                            }
                        })
                        .run())
                .isInstanceOf(SweepFailedException.class)
                .hasMessageContaining("is damaged");
        assertThat(payloads()).containsAll(live);
        sweeper(Steps.UNOBSERVED).run();
        assertThat(payloads()).as("it scanned what was lost again").isEqualTo(live);
    }

    private static void damage(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
