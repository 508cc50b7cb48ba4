package io.github.s3backed.testkit;

import static io.github.s3backed.testkit.BlobFixtures.METADATA;
import static io.github.s3backed.testkit.BlobFixtures.WHOLE;
import static io.github.s3backed.testkit.BlobFixtures.brokenInTheMiddle;
import static io.github.s3backed.testkit.BlobFixtures.bytes;
import static io.github.s3backed.testkit.BlobFixtures.content;
import static io.github.s3backed.testkit.BlobFixtures.failureOf;
import static io.github.s3backed.testkit.BlobFixtures.inPieces;
import static io.github.s3backed.testkit.BlobFixtures.join;
import static io.github.s3backed.testkit.BlobFixtures.metadata;
import static io.github.s3backed.testkit.BlobFixtures.sha256;
import static io.github.s3backed.testkit.BlobFixtures.streamOnly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.s3backed.core.BlobNotFoundException;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link BlobStore} does. Extend it, say which store to check, and run it with JUnit:
 *
 * <pre>
 * class MyBlobStoreTest extends BlobStoreContract {
 *     private final BlobStore store = MyBlobStore.create("test");
 *
 *     &#64;Override
 *     protected BlobStore store() {
 *         return store;
 *     }
 * }
 * </pre>
 *
 * <p>A store that cannot do all of it says so by overriding a hook; the checks in question are then reported as skipped.
 * Keys are made up by {@link #key}, so that the store need not be empty.
 */
public abstract class BlobStoreContract extends BlobKeyChecks {

    /** Beyond what stores are likely to take in one request. */
    private static final int VERY_LARGE = 20 * 1024 * 1024 + 1;

    /** Called by JUnit. */
    protected BlobStoreContract() {}

    @Test
    void namesTheLocationThatReferencesBeginWith() {
        assertThat(store().location().toString()).matches("[a-z][a-z0-9+.-]*://[^/]+");
    }

    @Test
    void readsWhatWasStored() {
        byte[] body = bytes(1, 10_000);
        assertThat(put(key("k"), body)).isEqualTo(PutResult.STORED);
        assertThat(read(key("k"))).isEqualTo(body);
    }

    @Test
    void tellsAReaderWhatItTellsWithoutReading() {
        put(key("k"), bytes(2, 100));
        BlobInfo read = join(store().get(key("k"), (info, body) -> info));
        assertThat(read.metadata()).isEqualTo(head(key("k")).metadata());
        assertThat(read.length()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "lz4", BlobMetadata.IDENTITY})
    void keepsMetadataAsItIs(String encoding) {
        join(store().put(key("k"), content(bytes(3, 10)), metadata(encoding), PutMode.OVERWRITE));
        assertThat(head(key("k")).metadata()).isEqualTo(metadata(encoding));
    }

    @Test
    void keepsMetadataOfContentOfUnknownHash() {
        join(store().put(key("k"), streamOnly(bytes(3, 10)), METADATA, PutMode.OVERWRITE));
        assertThat(head(key("k")).metadata()).isEqualTo(METADATA);
    }

    @Test
    void keepsAnEmptyObject() {
        put(key("k"), new byte[0]);
        assertThat(read(key("k"))).isEmpty();
        assertThat(head(key("k")).length()).isZero();
    }

    @Test
    void keepsAnEmptyObjectOfUnknownHash() {
        join(store().put(key("k"), streamOnly(new byte[0]), METADATA, PutMode.IF_ABSENT));
        assertThat(read(key("k"))).isEmpty();
    }

    @Test
    void keepsContentInPieces() {
        byte[] body = bytes(4, 100_000);
        join(store().put(key("k"), inPieces(body), METADATA, PutMode.OVERWRITE));
        assertThat(read(key("k"))).isEqualTo(body);
    }

    @Test
    void keepsContentThatIsNotInMemory() {
        byte[] body = bytes(5, 100_000);
        join(store().put(key("k"), streamOnly(body), METADATA, PutMode.OVERWRITE));
        assertThat(read(key("k"))).isEqualTo(body);
    }

    @Test
    void keepsALargeObject() {
        byte[] body = bytes(6, 9 * 1024 * 1024 + 1);
        join(store().put(key("k"), inPieces(body), METADATA, PutMode.IF_ABSENT));
        assertThat(read(key("k"))).isEqualTo(body);
    }

    @Test
    void keepsAVeryLargeObjectThatIsNotInMemory() {
        byte[] body = bytes(21, VERY_LARGE);
        assertThat(join(store().put(key("k"), streamOnly(body), METADATA, PutMode.IF_ABSENT)))
                .isEqualTo(PutResult.STORED);
        assertThat(read(key("k"))).isEqualTo(body);
        assertThat(head(key("k")).metadata()).isEqualTo(METADATA);
        assertThat(head(key("k")).length()).isEqualTo(VERY_LARGE);
    }

    @Test
    void leavesAnObjectThatIsThereAloneWhereAVeryLargeOneWouldReplaceIt() {
        assumeTrue(keepsObjectsBesideUnfinishedUploads(), "This store loses what a large object would have replaced.");
        put(key("k"), bytes(22, 100));
        assertThat(join(store().put(key("k"), streamOnly(bytes(23, VERY_LARGE)), METADATA, PutMode.IF_ABSENT)))
                .isEqualTo(PutResult.EXISTS);
        assertThat(read(key("k"))).isEqualTo(bytes(22, 100));
    }

    @Test
    void leavesTheContentAsItWas() {
        byte[] body = bytes(7, 1000);
        BlobContent content = inPieces(body);
        join(store().put(key("1"), content, METADATA, PutMode.OVERWRITE));
        join(store().put(key("2"), content, METADATA, PutMode.OVERWRITE));
        assertThat(read(key("2"))).isEqualTo(body);
    }

    @Test
    void overwritesBodyAndMetadataTogether() {
        put(key("k"), bytes(8, 100));
        join(store().put(key("k"), content(bytes(9, 50)), metadata("zstd"), PutMode.OVERWRITE));
        assertThat(read(key("k"))).isEqualTo(bytes(9, 50));
        assertThat(head(key("k")).metadata()).isEqualTo(metadata("zstd"));
        assertThat(head(key("k")).length()).isEqualTo(50);
    }

    @Test
    void leavesAnObjectThatIsThereAlone() {
        put(key("k"), bytes(10, 100));
        assertThat(join(store().put(key("k"), content(bytes(11, 50)), metadata("zstd"), PutMode.IF_ABSENT)))
                .isEqualTo(PutResult.EXISTS);
        assertThat(read(key("k"))).isEqualTo(bytes(10, 100));
        assertThat(head(key("k")).metadata()).isEqualTo(METADATA);
    }

    @Test
    void storesAgainIfAbsentAfterADelete() {
        put(key("k"), bytes(12, 10));
        join(store().delete(key("k")));
        assertThat(join(store().put(key("k"), content(bytes(13, 10)), METADATA, PutMode.IF_ABSENT)))
                .isEqualTo(PutResult.STORED);
    }

    @Test
    void hasOneWinnerWhereManyPutIfAbsent() throws Exception {
        assumeTrue(putsIfAbsentAtomically(), "This store's IF_ABSENT is not atomic.");
        List<PutResult> results = inParallel(
                racer -> join(store().put(key("k"), content(bytes(racer, 1000)), METADATA, PutMode.IF_ABSENT)));
        assertThat(Collections.frequency(results, PutResult.STORED)).isEqualTo(1);
        assertThat(read(key("k"))).isEqualTo(bytes(results.indexOf(PutResult.STORED), 1000));
    }

    @Test
    void showsWholeObjectsOnlyWhereManyOverwrite() throws Exception {
        assumeTrue(overwritesAtomically(), "This store's OVERWRITE is not atomic.");
        put(key("k"), bytes(0, 50_000));
        List<String> written = IntStream.range(0, THREADS)
                .mapToObj(writer -> sha256(bytes(writer, 50_000)))
                .toList();
        List<String> seen = inParallel(writer -> {
            join(store().put(key("k"), content(bytes(writer, 50_000)), METADATA, PutMode.OVERWRITE));
            return sha256(read(key("k")));
        });
        assertThat(written).containsAll(seen);
    }

    @Test
    void keepsManyObjectsApart() throws Exception {
        List<Boolean> equal = inParallel(number -> {
            byte[] body = bytes(number, 10_000 + number);
            put(key("k" + number), body);
            return Arrays.equals(body, read(key("k" + number)));
        });
        assertThat(equal).containsOnly(true);
    }

    @Test
    void leavesTheFormerObjectWhereContentFailsInTheMiddle() {
        put(key("k"), bytes(15, 100));
        failureOf(store().put(key("k"), brokenInTheMiddle(bytes(16, 100_000)), METADATA, PutMode.OVERWRITE));
        assertThat(read(key("k"))).isEqualTo(bytes(15, 100));
    }

    @Test
    void leavesNothingWhereContentFailsInTheMiddle() {
        failureOf(store().put(key("k"), brokenInTheMiddle(bytes(17, 100_000)), METADATA, PutMode.IF_ABSENT));
        assertThat(join(store().head(key("k")))).isEmpty();
    }

    @Test
    void verifiesTheHashThatItReports() {
        assumeTrue(reportsSha256(), "This store does not report the SHA-256.");
        put(key("k"), bytes(18, 1000));
        assertThat(head(key("k")).sha256()).hasValue(sha256(bytes(18, 1000)));
    }

    @Test
    void takesAnObjectsAgeFromOneClock() {
        put(key("k"), bytes(19, 10));
        assertThat(head(key("k")).age()).isBetween(Duration.ZERO, Duration.ofMinutes(5));
    }

    @Test
    void makesAnObjectYoungByOverwritingIt() {
        put(key("k"), bytes(20, 10));
        BlobInfo first = head(key("k"));
        put(key("k"), bytes(20, 10));
        assertThat(head(key("k")).lastModified()).isAfterOrEqualTo(first.lastModified());
    }

    @Test
    void failsToGetWhatIsNotThere() {
        assertThat(failureOf(store().get(key("k"), WHOLE)))
                .isInstanceOf(BlobNotFoundException.class)
                .hasMessageContaining(store().location() + "/" + key("k"));
    }

    @Test
    void hasNothingToSayOfWhatIsNotThere() {
        assertThat(join(store().head(key("k")))).isEmpty();
    }

    @Test
    void deletesForGood() {
        put(key("k"), bytes(14, 10));
        join(store().delete(key("k")));
        assertThat(join(store().head(key("k")))).isEmpty();
        assertThat(failureOf(store().get(key("k"), WHOLE))).isInstanceOf(BlobNotFoundException.class);
    }

    @Test
    void deletesWhatIsNotThere() {
        assertThat(join(store().delete(key("k")))).isNull();
    }
}
