package io.github.s3backed.core.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A blob store that can let others read an object for a while, without credentials. */
public interface PresigningBlobStore extends BlobStore {

    /**
     * Makes a URL by which whoever has it can GET an object. Sends nothing: it is not said whether there is such an object.
     *
     * @param validFor how long, positive, and no longer than the store was configured to allow
     * @param contentDisposition what the answer is to say of how the object is shown or saved (RFC 6266), such as {@code
     *     attachment; filename="a.pdf"}; null for nothing
     * @throws IllegalArgumentException if the duration is not allowed
     * @throws IllegalStateException if the store was not given what it needs for this
     */
    PresignedUrl presign(String key, Duration validFor, @Nullable String contentDisposition);
}
