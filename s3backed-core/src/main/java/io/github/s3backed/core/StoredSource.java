package io.github.s3backed.core;

import io.github.s3backed.core.spi.PresignedUrl;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A stored payload that is read when somebody asks for it. Safe for use by many threads. */
interface StoredSource {

    /** Where it is; empty if its item keeps it. */
    Optional<Reference> reference();

    Fingerprint fingerprint();

    /** What is known of it, at the price of one request. */
    CompletionStage<PayloadInfo> info();

    /**
     * Its serialized, uncompressed bytes. Waits for the store.
     *
     * @return a stream that fails before its end if they are not the ones that were stored
     */
    InputStream open() throws IOException;

    /** @throws IllegalStateException if its item keeps it, or the store cannot */
    PresignedUrl presign(Duration validFor, @Nullable String contentDisposition);
}
