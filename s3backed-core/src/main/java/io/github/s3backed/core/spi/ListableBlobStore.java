package io.github.s3backed.core.spi;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A blob store that can say what it holds, and delete much of it at once. Stages fail as {@link BlobStore} says.
 *
 * <p>Nothing but a sweeper needs it: reads and writes of payloads never list.
 */
public interface ListableBlobStore extends BlobStore {

    /** The most keys that one batch may hold. */
    int MAX_BATCH = 1000;

    /**
     * A page of the objects whose keys begin with {@code prefix}. An object that is there from the first page to the last is
     * listed exactly once; one that comes or goes meanwhile may be listed or not.
     *
     * @param prefix empty for all
     * @param continuation of the page before; null for the first
     */
    CompletionStage<Listing<ListedBlob>> list(String prefix, @Nullable String continuation);

    /**
     * Deletes objects, as {@link #delete} does each. Fails as a whole only if the store answered for none of them; which are
     * deleted is unknown then.
     *
     * @param keys up to {@value #MAX_BATCH}; what is not there counts as deleted
     * @return those that are still there, and why; empty if all are gone
     */
    CompletionStage<List<FailedDeletion>> deleteAll(List<String> keys);
}
