package io.github.s3backed.sweeper;

import static io.github.s3backed.sweeper.Field.OLD;
import static io.github.s3backed.sweeper.Field.item;
import static io.github.s3backed.sweeper.Field.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** What goes, and what stays. */
@AwsTest
class SweeperTest {

    private final AwsBackend aws;
    private Field field;

    SweeperTest(AwsBackend aws) {
        this.aws = aws;
    }

    @BeforeEach
    void open(@TempDir Path temporary) {
        aws.require();
        field = new Field(aws, temporary);
    }

    @AfterEach
    void close() {
        if (field != null) {
            field.close();
        }
    }

    @Test
    void deletesAnOrphanAndKeepsWhatAnItemRefersTo() {
        String live = field.write("1");
        String orphan = field.orphan("2");
        field.clock.advance(OLD);
        SweepReport report = field.sweeper().build().run();
        assertThat(field.memory.keys()).contains(live).doesNotContain(orphan);
        assertThat(report.listed().orphans()).isEqualTo(1);
        assertThat(report.listed().live()).isEqualTo(1);
        assertThat(report.deleted().objects()).isEqualTo(1);
        assertThat(report.deleted().bytes()).isEqualTo(10);
        assertThat(report.scanned().items()).isEqualTo(1);
        assertThat(report.scanned().segments()).isEqualTo(2);
    }

    @Test
    void keepsAnOrphanThatIsYoungerThanTheGracePeriod() {
        field.write("1");
        field.clock.advance(OLD);
        String young = field.orphan("2");
        field.clock.advance(Duration.ofHours(23));
        SweepReport report = field.sweeper().build().run();
        assertThat(field.memory.keys()).contains(young);
        assertThat(report.listed().young()).isEqualTo(1);
        assertThat(report.deleted().objects()).isZero();
    }

    @Test
    void takesTheGracePeriodFromThePolicyOfTheStore() {
        field.write("1");
        field.clock.advance(OLD);
        SweepReport report = field.sweeper().build().run();
        assertThat(report.cutOff()).isEqualTo(field.clock.instant().minus(Duration.ofHours(24)));
    }

    @Test
    void judgesAgesAgainstTheBeginningOfTheSweep() {
        field.write("1");
        field.clock.advance(OLD);
        String young = field.orphan("2");
        field.clock.advance(Duration.ofHours(23));
        field.sweeper()
                .steps(step -> {
                    if (step.equals("list") || step.equals("delete")) {
                        field.clock.advance(OLD);
                    }
                })
                .build()
                .run();
        assertThat(field.memory.keys()).contains(young);
    }

    @Test
    void deletesNothingUnlessToldTo() {
        field.write("1");
        String orphan = field.orphan("2");
        field.clock.advance(OLD);
        SweepReport report = field.dryRun(field.memory).build().run();
        assertThat(field.memory.keys()).contains(orphan);
        assertThat(report.dryRun()).isTrue();
        assertThat(report.listed().orphans()).isEqualTo(1);
        assertThat(report.listed().orphanBytes()).isEqualTo(10);
        assertThat(report.deleted().objects()).isZero();
    }

    @Test
    void keepsWhatIsReferredToFromAnUndeclaredAttributeHoweverDeep() {
        field.write("0");
        List<String> kept = new ArrayList<>();
        for (String id : List.of("a", "b", "c", "d")) {
            kept.add(field.orphan(id));
        }
        field.putRaw(item("1", "other", s(field.reference(kept.get(0)))));
        field.putRaw(item("2", "set", AttributeValue.fromSs(List.of("x", field.reference(kept.get(1))))));
        field.putRaw(item(
                "3",
                "list",
                AttributeValue.fromL(List.of(AttributeValue.fromM(Map.of("deep", s(field.reference(kept.get(2)))))))));
        field.putRaw(item(
                "4",
                "map",
                AttributeValue.fromM(Map.of("m", AttributeValue.fromL(List.of(s(field.reference(kept.get(3)))))))));
        field.clock.advance(OLD);
        field.sweeper().build().run();
        assertThat(field.memory.keys()).containsAll(kept);
    }

    @Test
    void takesNoTextForAReferenceThatOnlyHoldsOne() {
        field.write("0");
        String orphan = field.orphan("a");
        field.putRaw(item("1", "text", s("see " + field.reference(orphan))));
        field.clock.advance(OLD);
        field.sweeper().build().run();
        assertThat(field.memory.keys()).doesNotContain(orphan);
    }

    @Test
    void keepsWhatItemsOfEverySegmentAndPageReferTo() {
        List<String> live = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            live.add(field.write("item-" + i));
        }
        String orphan = field.orphan("x");
        field.clock.advance(OLD);
        SweepReport report = field.sweeper()
                .segments(5)
                .itemsPerPage(3)
                .marksInMemory(7)
                .build()
                .run();
        assertThat(field.memory.keys()).containsAll(live).doesNotContain(orphan);
        assertThat(report.scanned().items()).isEqualTo(60);
        assertThat(report.scanned().references()).isEqualTo(60);
    }

    @Test
    void leavesWhatTheStoreSaysOfItselfAlone() {
        field.write("1");
        var before = new TreeSet<>(field.memory.keys());
        field.clock.advance(OLD);
        field.sweeper().build().run();
        assertThat(field.memory.keys()).isEqualTo(before).anyMatch(key -> key.startsWith("s3backed/.registry/tables/"));
    }

    @Test
    void deletesWhatAnItemNoLongerRefersTo() {
        String before = field.write("1");
        field.putRaw(item("1", "body", AttributeValue.fromNul(true)));
        field.clock.advance(OLD);
        field.sweeper().build().run();
        assertThat(field.memory.keys()).doesNotContain(before);
    }

    @Test
    void writesDownWhatItDeletesBeforeItDoes() {
        field.write("1");
        String orphan = field.orphan("2");
        field.clock.advance(OLD);
        List<Boolean> loggedWhileThere = new ArrayList<>();
        field.sweeper()
                .steps(step -> {
                    if (step.equals("delete")) {
                        loggedWhileThere.add(field.memory.keys().contains(orphan)
                                && field.loggedLines().stream().anyMatch(line -> line.contains(orphan)));
                    }
                })
                .build()
                .run();
        assertThat(loggedWhileThere).containsExactly(true);
        assertThat(field.loggedLines()).singleElement().asString().startsWith("mem://field\tOBJECT\t" + orphan);
    }

    @Test
    void deletesMoreThanOneBatch() {
        field.write("1");
        for (int i = 0; i < 2100; i++) {
            field.orphan("o" + i);
        }
        field.clock.advance(OLD);
        SweepReport report = field.sweeper().build().run();
        assertThat(report.deleted().objects()).isEqualTo(2100);
        assertThat(field.loggedLines()).hasSize(2100);
        assertThat(field.memory.keys())
                .filteredOn(key -> !key.contains(".registry"))
                .hasSize(1);
    }

    @Test
    void tellsHowFarItIs() {
        field.write("1");
        field.orphan("2");
        field.clock.advance(OLD);
        List<SweepProgress> heard = new ArrayList<>();
        field.sweeper().listener(heard::add).build().run();
        SweepProgress last = heard.get(heard.size() - 1);
        assertThat(last).isEqualTo(new SweepProgress(1, 2, 2, 1, 4, 1, 10));
    }

    @Test
    void leavesAnEmptyFolderBehindAndStartsAnewTheNextTime() throws Exception {
        field.write("1");
        field.orphan("2");
        field.clock.advance(OLD);
        assertThat(field.sweeper().build().run().resumed()).isFalse();
        try (var files = Files.list(field.folder)) {
            assertThat(files).extracting(file -> file.getFileName().toString()).containsExactly("lock");
        }
        SweepReport again = field.sweeper().build().run();
        assertThat(again.resumed()).isFalse();
        assertThat(again.listed().orphans()).isZero();
    }

    @Test
    void readsWholeItemsAsTheyAre() {
        field.write("1");
        field.clock.advance(OLD);
        List<ScanRequest> scans = Collections.synchronizedList(new ArrayList<>());
        HookedTableClient client = new HookedTableClient(TableClient.over(aws.dynamoDb()));
        client.scan = request -> {
            scans.add(request);
            return request;
        };
        Sweeper.builder()
                .store(field.memory)
                .tables(field.s3backed, client)
                .stateFolder(field.folder)
                .segments(3)
                .build()
                .run();
        List<ScanRequest> ofSegments =
                scans.stream().filter(scan -> scan.totalSegments() != null).toList();
        assertThat(ofSegments).extracting(ScanRequest::segment).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(ofSegments).allSatisfy(scan -> {
            assertThat(scan.consistentRead()).isTrue();
            assertThat(scan.totalSegments()).isEqualTo(3);
            assertThat(scan.projectionExpression()).isNull();
            assertThat(scan.indexName()).isNull();
        });
    }

    @Test
    void consumesNoMoreCapacityThanItIsAllowedTo() {
        for (int i = 0; i < 12; i++) {
            field.putRaw(item("item-" + i, "other", s("x".repeat(4000))));
        }
        field.write("1");
        field.clock.advance(OLD);
        // Three items of a page, and so three units at least, take 0.1 seconds.
        long begin = System.nanoTime();
        field.dryRun(field.memory)
                .segments(1)
                .itemsPerPage(3)
                .capacityPerSecond(30)
                .build()
                .run();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(400));
    }
}
