package io.github.s3backed.core.spi;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A blob store in which uploads may be left unfinished. Stages fail as {@link BlobStore} says. */
public interface UnfinishedUploadStore extends BlobStore {

    /**
     * A page of the uploads that were neither completed nor aborted, of keys that begin with {@code prefix}.
     *
     * @param prefix empty for all
     * @param continuation of the page before; null for the first
     */
    CompletionStage<Listing<UnfinishedUpload>> listUploads(String prefix, @Nullable String continuation);

    /** Aborts an upload and frees its parts; one that is over already counts as aborted. A part under way may survive it. */
    CompletionStage<Void> abortUpload(UnfinishedUpload upload);
}
