package io.github.s3backed.testkit;

import static io.github.s3backed.testkit.BlobFixtures.METADATA;
import static io.github.s3backed.testkit.BlobFixtures.bytes;
import static io.github.s3backed.testkit.BlobFixtures.content;
import static io.github.s3backed.testkit.BlobFixtures.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.s3backed.core.spi.ListableBlobStore;
import io.github.s3backed.core.spi.ListedBlob;
import io.github.s3backed.core.spi.Listing;
import io.github.s3backed.core.spi.PutMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ListableBlobStore} does beyond {@link BlobStoreContract}, and is used as that is. Keys begin with a folder
 * that nobody else uses, so that the store need not be empty.
 */
public abstract class ListableBlobStoreContract {

    /** More than a page of any store. */
    private static final int MANY = 1005;

    private final String folder = "listing/" + UUID.randomUUID() + "/";

    /** Called by JUnit. */
    protected ListableBlobStoreContract() {}

    /** The store to check: the same one whenever one test asks for it. */
    protected abstract ListableBlobStore store();

    /** Whether keys may hold characters that XML has no place for. */
    protected boolean listsControlCharacters() {
        return true;
    }

    /** Whether a batch may name keys that hold {@code \r}, {@code \n} or {@code \t}. */
    protected boolean deletesControlCharacters() {
        return true;
    }

    private String key(String name) {
        return folder + name;
    }

    private void put(String name) {
        join(store().put(key(name), content(bytes(1, 10)), METADATA, PutMode.OVERWRITE));
    }

    private List<ListedBlob> all(String prefix) {
        List<ListedBlob> all = new ArrayList<>();
        String continuation = null;
        do {
            Listing<ListedBlob> page = join(store().list(prefix, continuation));
            all.addAll(page.entries());
            continuation = page.continuation();
        } while (continuation != null);
        return all;
    }

    private List<String> names() {
        return all(folder).stream()
                .map(blob -> blob.key().substring(folder.length()))
                .toList();
    }

    @Test
    void listsWhatIsThere() {
        put("a");
        put("b/c");
        assertThat(names()).containsExactlyInAnyOrder("a", "b/c");
    }

    @Test
    void listsNothingWhereNothingIs() {
        assertThat(names()).isEmpty();
    }

    @Test
    void listsWhatHeadTells() {
        put("a");
        var head = join(store().head(key("a"))).orElseThrow();
        ListedBlob listed = all(folder).get(0);
        assertThat(listed.length()).isEqualTo(head.length());
        // Headers of HTTP count in whole seconds.
        assertThat(Duration.between(head.lastModified(), listed.lastModified()))
                .isBetween(Duration.ZERO, Duration.ofSeconds(1));
    }

    @Test
    void tellsItsOwnTime() {
        put("a");
        Listing<ListedBlob> page = join(store().list(folder, null));
        assertThat(Duration.between(page.entries().get(0).lastModified(), page.observedAt()))
                .isBetween(Duration.ofSeconds(-1), Duration.ofMinutes(5));
    }

    @Test
    void listsByAPrefixThatEndsWithinALevel() {
        put("ab/1");
        put("ac/1");
        put("b/1");
        assertThat(all(key("a"))).extracting(ListedBlob::key).containsExactlyInAnyOrder(key("ab/1"), key("ac/1"));
    }

    @Test
    void listsKeysAsTheyAre() {
        List<String> names = List.of(
                "with space",
                "plus+and%2Bpercent%",
                "a&b<c>\"d'",
                "naïve",
                "日本語",
                "😀",
                "x!41",
                "A",
                "a",
                "long" + "y".repeat(300));
        names.forEach(this::put);
        assertThat(names()).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void listsControlCharactersAsTheyAre() {
        assumeTrue(listsControlCharacters(), "This store does not list control characters.");
        put("tab\tand newline\n.");
        assertThat(names()).containsExactly("tab\tand newline\n.");
    }

    @Test
    void listsEachOnceOverManyPages() {
        List<String> names = IntStream.range(0, MANY).mapToObj(i -> "k" + i).toList();
        names.parallelStream().forEach(this::put);
        assertThat(names()).hasSize(MANY).containsExactlyInAnyOrderElementsOf(names);
        assertThat(join(store().list(folder, null)).continuation()).isNotNull();
        List<String> keys = names.stream().map(this::key).toList();
        assertThat(join(store().deleteAll(keys.subList(0, 1000)))).isEmpty();
        assertThat(join(store().deleteAll(keys.subList(1000, MANY)))).isEmpty();
        assertThat(names()).isEmpty();
    }

    @Test
    void deletesABatchAndNothingElse() {
        Stream.of("a", "b", "c").forEach(this::put);
        assertThat(join(store().deleteAll(List.of(key("a"), key("c"))))).isEmpty();
        assertThat(names()).containsExactly("b");
    }

    @Test
    void deletesKeysAsTheyAre() {
        List<String> names = List.of("with space", "plus+and%2B%", "a&b<c>\"d'", "naïve", "日本語", "😀");
        names.forEach(this::put);
        put("stays");
        assertThat(join(store().deleteAll(names.stream().map(this::key).toList())))
                .isEmpty();
        assertThat(names()).containsExactly("stays");
    }

    @Test
    void deletesControlCharactersAsTheyAre() {
        assumeTrue(deletesControlCharacters(), "This store's batches take no control characters.");
        put("tab\tand newline\n.");
        assertThat(join(store().deleteAll(List.of(key("tab\tand newline\n."))))).isEmpty();
        assertThat(names()).isEmpty();
    }

    @Test
    void countsWhatIsNotThereAsDeleted() {
        put("a");
        assertThat(join(store().deleteAll(List.of(key("a"), key("never"))))).isEmpty();
        assertThat(join(store().deleteAll(List.of(key("a"))))).isEmpty();
    }

    @Test
    void takesAnEmptyBatch() {
        assertThat(join(store().deleteAll(List.of()))).isEmpty();
    }

    @Test
    void refusesABatchThatIsTooLarge() {
        List<String> keys = Collections.nCopies(ListableBlobStore.MAX_BATCH + 1, key("a"));
        assertThatThrownBy(() -> store().deleteAll(keys)).isInstanceOf(IllegalArgumentException.class);
    }
}
