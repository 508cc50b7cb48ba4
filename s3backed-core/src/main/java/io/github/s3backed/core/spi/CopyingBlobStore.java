package io.github.s3backed.core.spi;

import java.util.concurrent.CompletionStage;

/** A blob store that can take over objects without their bytes passing through the caller. */
public interface CopyingBlobStore extends BlobStore {

    /** Whether {@link #copy} works with objects of {@code source}, which may be this store. Sends nothing. */
    boolean copiesFrom(BlobStore source);

    /**
     * Stores a copy under {@code key}, with the metadata that {@code observed} holds and as new as if it were put, whole or not
     * at all. What is there under that key is replaced. An object may be copied onto itself, which makes it new.
     *
     * <p>The stage fails as that of a put; also with {@link io.github.s3backed.core.BlobNotFoundException} if there is no such
     * source, and with {@link io.github.s3backed.core.BlobChangedException} if it is not as it was observed: nothing was
     * stored then.
     *
     * @param source a store that {@link #copiesFrom} has accepted
     * @param observed what {@code source} said of the object
     */
    CompletionStage<Void> copy(BlobStore source, String sourceKey, BlobInfo observed, String key);
}
