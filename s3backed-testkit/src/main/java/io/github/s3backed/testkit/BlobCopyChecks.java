package io.github.s3backed.testkit;

import static io.github.s3backed.testkit.BlobFixtures.METADATA;
import static io.github.s3backed.testkit.BlobFixtures.bytes;
import static io.github.s3backed.testkit.BlobFixtures.content;
import static io.github.s3backed.testkit.BlobFixtures.failureOf;
import static io.github.s3backed.testkit.BlobFixtures.join;
import static io.github.s3backed.testkit.BlobFixtures.metadata;
import static io.github.s3backed.testkit.BlobFixtures.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.s3backed.core.BlobChangedException;
import io.github.s3backed.core.BlobNotFoundException;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.CopyingBlobStore;
import io.github.s3backed.core.spi.PutMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store does that is a {@link CopyingBlobStore}. */
abstract class BlobCopyChecks extends BlobRangeChecks {

    private static final int LARGE = 9 * 1024 * 1024;

    private CopyingBlobStore copying() {
        CopyingBlobStore copying = store().as(CopyingBlobStore.class).orElse(null);
        assumeTrue(copying != null && copying.copiesFrom(store()), "This store copies no objects.");
        return copying;
    }

    private void copy(String from, String to) {
        join(copying().copy(store(), key(from), head(key(from)), key(to)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, LARGE})
    void copiesAnObject(int length) {
        copying();
        put(key("from"), bytes(1, length));
        copy("from", "to");
        assertThat(read(key("to"))).isEqualTo(bytes(1, length));
        assertThat(read(key("from"))).isEqualTo(bytes(1, length));
        assertThat(head(key("to")).metadata()).isEqualTo(METADATA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00fc \u6f22 \ud83d\ude00", "a+b c", "100%41", "a?b#c&d=e", "~!*'();:@$,[]"})
    void copiesFromAndToAnyKey(String name) {
        copying();
        put(key(name), bytes(2, 10));
        copy(name, "copy of " + name);
        assertThat(read(key("copy of " + name))).isEqualTo(bytes(2, 10));
    }

    @Test
    void copiesOverWhatIsThere() {
        copying();
        put(key("from"), bytes(3, 10));
        join(store().put(key("to"), content(bytes(4, 20)), metadata("zstd"), PutMode.OVERWRITE));
        copy("from", "to");
        assertThat(read(key("to"))).isEqualTo(bytes(3, 10));
        assertThat(head(key("to")).metadata()).isEqualTo(METADATA);
    }

    @Test
    void copiesAnObjectOntoItself() {
        copying();
        put(key("k"), bytes(5, 1000));
        BlobInfo first = head(key("k"));
        copy("k", "k");
        assertThat(read(key("k"))).isEqualTo(bytes(5, 1000));
        assertThat(head(key("k")).metadata()).isEqualTo(METADATA);
        assertThat(head(key("k")).lastModified()).isAfterOrEqualTo(first.lastModified());
    }

    @Test
    void keepsTheHashOfWhatItCopies() {
        assumeTrue(reportsSha256() && reportsSha256OfCopies(), "This store does not report the SHA-256 of a copy.");
        copying();
        put(key("from"), bytes(6, 1000));
        copy("from", "to");
        assertThat(head(key("to")).sha256()).hasValue(sha256(bytes(6, 1000)));
    }

    @Test
    void copiesNothingThatIsNotThere() {
        copying();
        put(key("from"), bytes(7, 10));
        BlobInfo observed = head(key("from"));
        join(store().delete(key("from")));
        assertThat(failureOf(copying().copy(store(), key("from"), observed, key("to"))))
                .isInstanceOf(BlobNotFoundException.class)
                .hasMessageContaining(store().location() + "/" + key("from"));
        assertThat(join(store().head(key("to")))).isEmpty();
    }

    @Test
    void copiesNothingThatWasReplaced() {
        assumeTrue(copiesWhatWasObservedOnly(), "This store copies what was replaced since it was observed.");
        copying();
        put(key("from"), bytes(8, 10));
        BlobInfo observed = head(key("from"));
        put(key("from"), bytes(9, 10));
        assertThat(failureOf(copying().copy(store(), key("from"), observed, key("to"))))
                .isInstanceOf(BlobChangedException.class)
                .hasMessageContaining(store().location() + "/" + key("from"));
        assertThat(join(store().head(key("to")))).isEmpty();
    }

    @Test
    void refusesToCopyWhatItCannotTellFromAnother() {
        copying();
        put(key("from"), bytes(10, 10));
        BlobInfo observed = head(key("from")).withEntityTag(null);
        assertThat(failureOf(copying().copy(store(), key("from"), observed, key("to"))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
