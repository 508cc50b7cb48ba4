package io.github.s3backed.testkit;

import static io.github.s3backed.testkit.BlobFixtures.METADATA;
import static io.github.s3backed.testkit.BlobFixtures.bytes;
import static io.github.s3backed.testkit.BlobFixtures.failureOf;
import static io.github.s3backed.testkit.BlobFixtures.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.s3backed.core.BlobChangedException;
import io.github.s3backed.core.BlobNotFoundException;
import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.spi.BlobBody;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.RangedBlobStore;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store does that is a {@link RangedBlobStore}. */
abstract class BlobRangeChecks extends BlobReaderChecks {

    private static final int LARGE = 9 * 1024 * 1024;

    private static final int HELD = 1024 * 1024;

    /** More than a client is likely to have connections. */
    private static final int MANY = 60;

    private BlobBody open(String key, long position, @Nullable String tag) {
        return join(ranged().open(key, position, tag));
    }

    private RangedBlobStore ranged() {
        RangedBlobStore ranged = store().as(RangedBlobStore.class).orElse(null);
        assumeTrue(ranged != null, "This store opens no objects as streams.");
        return ranged;
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "1000, 0", "1000, 1", "1000, 500", "1000, 999", LARGE + ", 0", LARGE + ", 9000000"})
    void opensAnObjectFromAnyPositionOn(int length, int position) throws IOException {
        put(key("k"), bytes(1, length));
        try (BlobBody body = open(key("k"), position, null)) {
            assertThat(body.stream().readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes(1, length), position, length));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 700})
    void saysOfTheWholeObjectWhateverIsOpened(int position) throws IOException {
        put(key("k"), bytes(2, 1000));
        BlobInfo head = head(key("k"));
        try (BlobBody body = open(key("k"), position, null)) {
            assertThat(body.info().length()).isEqualTo(1000);
            assertThat(body.info().metadata()).isEqualTo(METADATA);
            assertThat(body.info().lastModified()).isEqualTo(head.lastModified());
            assertThat(body.info().entityTag()).isEqualTo(head.entityTag());
        }
    }

    @Test
    void namesTheBytesInAllThatItSaysOfThem() {
        ranged();
        put(key("k"), bytes(3, 10));
        BlobInfo read = join(store().get(key("k"), (info, body) -> info));
        assertThat(read.entityTag()).isPresent().isEqualTo(head(key("k")).entityTag());
    }

    @Test
    void namesOtherBytesOtherwise() {
        ranged();
        put(key("k"), bytes(4, 10));
        BlobInfo first = head(key("k"));
        put(key("k"), bytes(5, 10));
        assertThat(head(key("k")).entityTag()).isNotEqualTo(first.entityTag());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void opensWhatWasNotReplaced(int position) throws IOException {
        put(key("k"), bytes(6, 10));
        try (BlobBody body = open(key("k"), position, tag("k"))) {
            assertThat(body.stream().readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes(6, 10), position, 10));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void doesNotOpenWhatWasReplaced(int position) {
        put(key("k"), bytes(7, 10));
        String tag = tag("k");
        put(key("k"), bytes(8, 10));
        assertThat(failureOf(ranged().open(key("k"), position, tag)))
                .isInstanceOf(BlobChangedException.class)
                .hasMessageContaining(store().location() + "/" + key("k"));
    }

    private String tag(String name) {
        ranged();
        return head(key(name)).entityTag().orElseThrow();
    }

    @Test
    void goesOnReadingWhatIsReplacedMeanwhileOrFails() throws IOException {
        put(key("k"), bytes(9, LARGE));
        try (BlobBody body = open(key("k"), 0, null)) {
            byte[] begun = body.stream().readNBytes(1000);
            put(key("k"), bytes(10, LARGE));
            byte[] rest = restOrNothing(body);
            assertThat(begun).isEqualTo(bytes(9, 1000));
            assertThat(rest.length == 0 || Arrays.equals(rest, Arrays.copyOfRange(bytes(9, LARGE), 1000, LARGE)))
                    .as("the bytes of one object")
                    .isTrue();
        }
    }

    private static byte[] restOrNothing(BlobBody body) {
        try {
            return body.stream().readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }

    @Test
    void doesNotOpenWhatIsNotThere() {
        assertThat(failureOf(ranged().open(key("k"), 0, null)))
                .isInstanceOf(BlobNotFoundException.class)
                .hasMessageContaining(store().location() + "/" + key("k"));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 11})
    void opensNothingBeyondTheEnd(int position) {
        put(key("k"), bytes(11, 10));
        assertThat(failureOf(ranged().open(key("k"), position, null))).isInstanceOf(BlobStoreException.class);
    }

    @Test
    void opensNothingBeforeTheBeginning() {
        assertThat(failureOf(ranged().open(key("k"), -1, null))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void givesBackWhatABodyHoldsWhenItIsClosed(int read) throws IOException {
        put(key("k"), bytes(12, HELD));
        for (int i = 0; i < MANY; i++) {
            BlobBody body = open(key("k"), i, null);
            assertThat(body.stream().readNBytes(read)).hasSize(read);
            body.close();
            body.close();
        }
        assertThat(head(key("k")).length()).isEqualTo(HELD);
    }

    @Test
    void givesBackWhatABodyHoldsWhenItsStreamIsClosed() throws IOException {
        put(key("k"), bytes(13, HELD));
        for (int i = 0; i < MANY; i++) {
            open(key("k"), 0, null).stream().close();
        }
        assertThat(head(key("k")).length()).isEqualTo(HELD);
    }

    @Test
    void readsNothingOfAClosedBody() throws IOException {
        put(key("k"), bytes(14, 1000));
        BlobBody body = open(key("k"), 0, null);
        body.close();
        assertThatThrownBy(() -> body.stream().read()).isInstanceOf(IOException.class);
    }
}
