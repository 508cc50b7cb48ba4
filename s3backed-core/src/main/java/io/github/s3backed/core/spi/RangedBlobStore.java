package io.github.s3backed.core.spi;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A blob store whose objects can be read as a stream from any position on, so that a large one need not be read again from its
 * beginning after a connection broke.
 */
public interface RangedBlobStore extends BlobStore {

    /**
     * Opens an object. The store does not verify what is read, and tries no read again: whoever opened it does both.
     *
     * <p>The stage fails with {@link io.github.s3backed.core.BlobNotFoundException} if there is no such object, and with
     * {@link io.github.s3backed.core.BlobChangedException} if it has other bytes than those that {@code entityTag} names.
     * Cancelling it gives up the wait; a body that comes nonetheless is closed.
     *
     * @param position how many bytes to pass over: 0, or 1 to one less than the object's length
     * @param entityTag what an earlier answer said of the object; null for whatever is there
     */
    CompletionStage<BlobBody> open(String key, long position, @Nullable String entityTag);
}
