package io.github.s3backed.sweeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.spi.BlobVersion;
import io.github.s3backed.core.spi.ListedBlob;
import io.github.s3backed.dynamodb.CleanUp;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.sweeper.ObjectJudge.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of versions. The cut-off is at hour 0, and it is hour 24. */
class ObjectJudgeTest {

    private static final Instant CUT_OFF = Instant.parse("2026-05-01T00:00:00Z");
    private static final String HEX = "ab".repeat(16);
    private static final String LIVE = "s3backed/t/" + HEX + "/body/" + HEX + HEX + "-" + HEX;
    private static final String UNMARKED = "s3backed/t/" + HEX + "/title/" + HEX + HEX + "-" + HEX;
    private static final String SHARED = "pynamodb-mate/s3backed/" + HEX + HEX;

    private S3BackedDynamoDb s3backed;
    private Marks marks;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        s3backed = S3BackedDynamoDb.builder()
                .blobStore(MemoryBlobStore.create("judge"))
                .cleanUp(CleanUp.SWEEPER)
                .formerKeyTemplates(KeyTemplate.PYNAMODB_MATE)
                .table(Field.tableNamed("t"))
                .build();
        try (MarkSorter sorter = new MarkSorter(folder, 10)) {
            sorter.add(Marks.hash(LIVE));
            sorter.writeTo(folder.resolve("marks"));
        }
        marks = Marks.open(folder.resolve("marks"));
    }

    @AfterEach
    void close() throws IOException {
        marks.close();
        s3backed.close();
    }

    private static BlobVersion data(String key, boolean current, int hour) {
        return new BlobVersion(key, "v" + hour, current, false, 10, CUT_OFF.plus(Duration.ofHours(hour)));
    }

    private static BlobVersion marker(String key, boolean current, int hour) {
        return new BlobVersion(key, "m" + hour, current, true, 0, CUT_OFF.plus(Duration.ofHours(hour)));
    }

    private List<Verdict> judge(Duration retention, BlobVersion... versions) throws IOException {
        ObjectJudge judge = new ObjectJudge(
                new KeyJudge(s3backed.tables()), marks, CUT_OFF, CUT_OFF.plus(Duration.ofHours(24)), retention, false);
        List<Verdict> verdicts = new ArrayList<>();
        for (BlobVersion version : versions) {
            verdicts.add(judge.of(version));
        }
        return verdicts;
    }

    private List<Verdict> judge(BlobVersion... versions) throws IOException {
        return judge(Duration.ZERO, versions);
    }

    @Test
    void whereNoVersionsAreKeptAnUnmarkedObjectGoesIfItIsOlderThanTheCutOff() throws IOException {
        assertThat(judge(UNMARKED, -1, false)).isEqualTo(Verdict.DELETE);
        assertThat(judge(UNMARKED, 0, false)).isEqualTo(Verdict.YOUNG);
        assertThat(judge(LIVE, -1, false)).isEqualTo(Verdict.LIVE);
        assertThat(judge("s3backed/.registry/policy", -1, false)).isEqualTo(Verdict.REGISTRY);
        assertThat(judge("s3backed/x", -1, false)).isEqualTo(Verdict.UNKNOWN);
        assertThat(judge(SHARED, -1, false)).isEqualTo(Verdict.DELETE);
        assertThat(judge(SHARED, -1, true)).isEqualTo(Verdict.SKIPPED);
    }

    private Verdict judge(String key, int hour, boolean exclusiveKeysOnly) throws IOException {
        return new ObjectJudge(
                        new KeyJudge(s3backed.tables()),
                        marks,
                        CUT_OFF,
                        CUT_OFF.plus(Duration.ofHours(24)),
                        Duration.ZERO,
                        exclusiveKeysOnly)
                .of(new ListedBlob(key, 10, CUT_OFF.plus(Duration.ofHours(hour))));
    }

    @Test
    void anUnmarkedVersionGoesIfItIsOlderThanTheCutOff() throws IOException {
        assertThat(judge(data(UNMARKED, true, -1))).containsExactly(Verdict.DELETE);
        assertThat(judge(data(UNMARKED, true, 0))).containsExactly(Verdict.YOUNG);
        assertThat(judge(data(UNMARKED, true, 1))).containsExactly(Verdict.YOUNG);
        assertThat(judge(marker(UNMARKED, true, 1), data(UNMARKED, false, -1)))
                .containsExactly(Verdict.YOUNG, Verdict.DELETE);
        assertThat(judge(marker(UNMARKED, true, -1), data(UNMARKED, false, -2)))
                .containsExactly(Verdict.DELETE, Verdict.DELETE);
    }

    @Test
    void anOldVersionUnderAYoungOneGoesAlone() throws IOException {
        assertThat(judge(data(SHARED, true, 1), data(SHARED, false, -5)))
                .containsExactly(Verdict.YOUNG, Verdict.DELETE);
        assertThat(judge(data(SHARED, true, 1), data(SHARED, false, 0))).containsExactly(Verdict.YOUNG, Verdict.YOUNG);
    }

    @Test
    void ofAMarkedKeyTheCurrentVersionStaysAndOldOnesUnderItGo() throws IOException {
        assertThat(judge(data(LIVE, true, -1), data(LIVE, false, -2), data(LIVE, false, -3)))
                .containsExactly(Verdict.LIVE, Verdict.DELETE, Verdict.DELETE);
        assertThat(judge(data(LIVE, true, 2), data(LIVE, false, 1))).containsExactly(Verdict.LIVE, Verdict.YOUNG);
    }

    @Test
    void ofAMarkedKeyThatIsHiddenEverythingStays() throws IOException {
        assertThat(judge(marker(LIVE, true, -1), data(LIVE, false, -2), data(LIVE, false, -3)))
                .containsOnly(Verdict.LIVE);
    }

    @Test
    void ofAMarkedKeyOfWhichTheCurrentVersionWasNotListedEverythingStays() throws IOException {
        assertThat(judge(data(UNMARKED, true, 1), data(LIVE, false, -2), data(LIVE, false, -3)))
                .containsExactly(Verdict.YOUNG, Verdict.LIVE, Verdict.LIVE);
    }

    @Test
    void aDeleteMarkerOfAMarkedKeyStaysAlsoUnderData() throws IOException {
        assertThat(judge(data(LIVE, true, -1), marker(LIVE, false, -2), data(LIVE, false, -3)))
                .containsExactly(Verdict.LIVE, Verdict.LIVE, Verdict.DELETE);
    }

    @Test
    void aRetentionHidesFirst() throws IOException {
        assertThat(judge(Duration.ofHours(30), data(UNMARKED, true, -100))).containsExactly(Verdict.HIDE);
    }

    @Test
    void aRetentionCountsFromWhenAVersionWasHidden() throws IOException {
        BlobVersion[] versions = {marker(UNMARKED, true, -10), data(UNMARKED, false, -100)};
        assertThat(judge(Duration.ofHours(35), versions)).containsOnly(Verdict.RETAINED);
        assertThat(judge(Duration.ofHours(34), versions)).containsOnly(Verdict.RETAINED);
        assertThat(judge(Duration.ofHours(33), versions)).containsOnly(Verdict.DELETE);
    }

    @Test
    void aRetentionOfAVersionUnderAnotherCountsFromWhenThatCame() throws IOException {
        BlobVersion[] versions = {data(UNMARKED, true, -10), data(UNMARKED, false, -100)};
        assertThat(judge(Duration.ofHours(35), versions)).containsExactly(Verdict.HIDE, Verdict.RETAINED);
        assertThat(judge(Duration.ofHours(33), versions)).containsExactly(Verdict.HIDE, Verdict.DELETE);
    }

    @Test
    void aRetentionKeepsWhatWasHiddenNobodyKnowsWhen() throws IOException {
        assertThat(judge(Duration.ofHours(1), data(UNMARKED, false, -100))).containsExactly(Verdict.RETAINED);
    }

    @Test
    void theRegistryAndUnknownKeysAreNotJudgedByAge() throws IOException {
        assertThat(judge(
                        data("s3backed/.registry/policy", true, -100),
                        data("s3backed/x", true, -100),
                        data(LIVE.replace("/t/", "/other/"), true, -100)))
                .containsExactly(Verdict.REGISTRY, Verdict.UNKNOWN, Verdict.UNKNOWN);
    }
}
