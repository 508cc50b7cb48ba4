package io.github.s3backed.testkit;

import static io.github.s3backed.testkit.BlobFixtures.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.spi.Listing;
import io.github.s3backed.core.spi.UnfinishedUpload;
import io.github.s3backed.core.spi.UnfinishedUploadStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link UnfinishedUploadStore} does. */
public abstract class UnfinishedUploadStoreContract {

    private final String folder = "uploads/" + UUID.randomUUID() + "/";

    /** Called by JUnit. */
    protected UnfinishedUploadStoreContract() {}

    /** The store to check: the same one whenever one test asks for it. */
    protected abstract UnfinishedUploadStore store();

    /** Begins an upload by other means, and leaves it so. */
    protected abstract void begin(String key);

    private List<UnfinishedUpload> uploads() {
        List<UnfinishedUpload> all = new ArrayList<>();
        String continuation = null;
        do {
            Listing<UnfinishedUpload> page = join(store().listUploads(folder, continuation));
            all.addAll(page.entries());
            continuation = page.continuation();
        } while (continuation != null);
        return all.stream().filter(upload -> upload.key().startsWith(folder)).toList();
    }

    @Test
    void listsWhatWasLeftUnfinished() {
        begin(folder + "a b+c");
        begin(folder + "日本語");
        assertThat(uploads())
                .extracting(UnfinishedUpload::key)
                .containsExactlyInAnyOrder(folder + "a b+c", folder + "日本語");
    }

    @Test
    void tellsWhenItWasBegunByItsOwnTime() {
        begin(folder + "a");
        Listing<UnfinishedUpload> page = join(store().listUploads("", null));
        assertThat(Duration.between(uploads().get(0).initiatedAt(), page.observedAt()))
                .isBetween(Duration.ofSeconds(-1), Duration.ofMinutes(5));
    }

    @Test
    void abortsOneAndNoOther() {
        begin(folder + "a");
        begin(folder + "b");
        List<UnfinishedUpload> both = uploads();
        join(store().abortUpload(both.get(0)));
        assertThat(uploads()).containsExactly(both.get(1));
    }

    @Test
    void countsOneThatIsOverAsAborted() {
        begin(folder + "a");
        UnfinishedUpload upload = uploads().get(0);
        join(store().abortUpload(upload));
        assertThat(join(store().abortUpload(upload))).isNull();
    }
}
