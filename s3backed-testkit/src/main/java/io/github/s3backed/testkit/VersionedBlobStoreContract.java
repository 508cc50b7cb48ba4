package io.github.s3backed.testkit;

import static io.github.s3backed.testkit.BlobFixtures.METADATA;
import static io.github.s3backed.testkit.BlobFixtures.WHOLE;
import static io.github.s3backed.testkit.BlobFixtures.bytes;
import static io.github.s3backed.testkit.BlobFixtures.content;
import static io.github.s3backed.testkit.BlobFixtures.failureOf;
import static io.github.s3backed.testkit.BlobFixtures.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.BlobNotFoundException;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobVersion;
import io.github.s3backed.core.spi.Listing;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.VersionedBlobStore;
import io.github.s3backed.core.spi.Versioning;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link VersionedBlobStore} does where versioning is enabled. */
public abstract class VersionedBlobStoreContract {

    /** More than a page of any store. */
    private static final int MANY = 1010;

    private final String folder = "versions/" + UUID.randomUUID() + "/";

    /** Called by JUnit. */
    protected VersionedBlobStoreContract() {}

    /** The store to check, with versioning enabled: the same one whenever one test asks for it. */
    protected abstract VersionedBlobStore store();

    private String key(String name) {
        return folder + name;
    }

    private void put(String name, int seed) {
        join(store().put(key(name), content(bytes(seed, 10 + seed)), METADATA, PutMode.OVERWRITE));
    }

    private List<BlobVersion> versions(String name) {
        List<BlobVersion> all = new ArrayList<>();
        String continuation = null;
        do {
            Listing<BlobVersion> page = join(store().listVersions(key(name), continuation));
            all.addAll(page.entries());
            continuation = page.continuation();
        } while (continuation != null);
        return all;
    }

    @Test
    void saysThatItKeepsVersions() {
        assertThat(join(store().versioning())).isEqualTo(Versioning.ENABLED);
    }

    @Test
    void listsEveryVersionTheCurrentOneFirst() {
        put("a", 1);
        put("a", 2);
        put("a", 3);
        assertThat(versions("a")).hasSize(3).extracting(BlobVersion::current).containsExactly(true, false, false);
        assertThat(versions("a").get(0).length()).isEqualTo(13);
        assertThat(versions("a")).extracting(BlobVersion::versionId).doesNotHaveDuplicates();
    }

    @Test
    void listsEachOnceOverManyPages() {
        List<String> names =
                IntStream.range(0, MANY / 2).mapToObj(i -> "many/k" + i).toList();
        names.parallelStream().forEach(name -> {
            put(name, 1);
            put(name, 2);
        });
        assertThat(join(store().listVersions(key("many/"), null)).continuation())
                .isNotNull();
        List<BlobVersion> all = versions("many/");
        assertThat(all).hasSize(MANY).doesNotHaveDuplicates();
        assertThat(all).filteredOn(BlobVersion::current).hasSize(MANY / 2);
        for (int i = 0; i < MANY; i += 2) {
            assertThat(all.get(i).current()).isTrue();
            assertThat(all.get(i + 1).key()).isEqualTo(all.get(i).key());
        }
    }

    @Test
    void marksWhatWasDeleted() {
        put("a", 1);
        join(store().delete(key("a")));
        assertThat(versions("a")).extracting(BlobVersion::deleteMarker).containsExactly(true, false);
        assertThat(versions("a")).extracting(BlobVersion::current).containsExactly(true, false);
    }

    @Test
    void removesOneVersionForGood() {
        put("a", 1);
        put("a", 2);
        List<BlobVersion> both = versions("a");
        assertThat(join(store().deleteVersions(List.of(both.get(1))))).isEmpty();
        assertThat(versions("a")).containsExactly(both.get(0));
        assertThat(join(store().get(key("a"), WHOLE))).isEqualTo(bytes(2, 12));
    }

    @Test
    void removesADeleteMarkerAsAnyVersion() {
        put("a", 1);
        join(store().delete(key("a")));
        assertThat(join(store().deleteVersions(versions("a")))).isEmpty();
        assertThat(versions("a")).isEmpty();
    }

    @Test
    void countsAVersionThatIsNotThereAsRemoved() {
        put("a", 1);
        List<BlobVersion> gone = versions("a");
        join(store().deleteVersions(gone));
        assertThat(join(store().deleteVersions(gone))).isEmpty();
    }

    @Test
    void leavesOtherKeysAlone() {
        put("a", 1);
        put("b", 2);
        join(store().deleteVersions(versions("a")));
        assertThat(versions("b")).hasSize(1);
    }

    private Optional<BlobInfo> headOf(BlobVersion version) {
        return join(store().headVersion(version.key(), version.versionId()));
    }

    private void restore(BlobVersion version) {
        join(store().restore(version.key(), version.versionId(), headOf(version).orElseThrow()));
    }

    @Test
    void describesAVersionThatIsNotTheCurrentOne() {
        put("a", 1);
        put("a", 2);
        BlobInfo older = headOf(versions("a").get(1)).orElseThrow();
        assertThat(older.length()).isEqualTo(11);
        assertThat(older.metadata()).isEqualTo(METADATA);
        assertThat(older.entityTag()).isPresent();
    }

    @Test
    void describesNeitherADeleteMarkerNorAVersionThatIsGone() {
        put("a", 1);
        join(store().delete(key("a")));
        List<BlobVersion> both = versions("a");
        assertThat(headOf(both.get(0))).isEmpty();
        join(store().deleteVersions(List.of(both.get(1))));
        assertThat(headOf(both.get(1))).isEmpty();
    }

    @Test
    void putsBackWhatWasDeletedAsNewAsIfItWerePut() {
        put("a", 1);
        join(store().delete(key("a")));
        List<BlobVersion> before = versions("a");
        restore(before.get(1));
        assertThat(join(store().get(key("a"), WHOLE))).isEqualTo(bytes(1, 11));
        assertThat(join(store().head(key("a"))).orElseThrow().metadata()).isEqualTo(METADATA);
        assertThat(versions("a")).hasSize(3).first().satisfies(current -> {
            assertThat(current.current()).isTrue();
            assertThat(current.lastModified())
                    .isAfterOrEqualTo(before.get(0).lastModified().truncatedTo(ChronoUnit.SECONDS));
        });
    }

    @Test
    void putsBackAnOlderVersionOverTheCurrentOne() {
        put("a", 1);
        put("a", 2);
        restore(versions("a").get(1));
        assertThat(join(store().get(key("a"), WHOLE))).isEqualTo(bytes(1, 11));
        assertThat(versions("a")).hasSize(3);
    }

    @Test
    void putsNothingBackThatIsGone() {
        put("a", 1);
        BlobVersion version = versions("a").get(0);
        BlobInfo observed = headOf(version).orElseThrow();
        join(store().deleteVersions(List.of(version)));
        assertThat(failureOf(store().restore(version.key(), version.versionId(), observed)))
                .isInstanceOf(BlobNotFoundException.class)
                .hasMessageContaining(store().location() + "/" + key("a"));
        assertThat(join(store().head(key("a")))).isEmpty();
    }
}
