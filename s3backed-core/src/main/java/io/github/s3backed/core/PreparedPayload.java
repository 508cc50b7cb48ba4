package io.github.s3backed.core;

import io.github.s3backed.core.spi.PutResult;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A payload that is ready to be stored, as often and under as many keys as needed. Holds its stored bytes in memory or in a temporary
 * file, or knows where in the store they are; closing it frees them. Safe for use by many threads.
 */
public sealed interface PreparedPayload extends AutoCloseable permits EncodedUpload, CopiedUpload {

    /** The payload as the item keeps it itself, if it is smaller than the threshold; it is then not to be uploaded. */
    Optional<StoredPayload.Inline> inline();

    /** The number of stored (compressed) bytes. */
    long storedBytes();

    /** The id of the compressor that made the stored bytes. */
    String compressor();

    /** Whether the object of another payload is copied inside the store, so that no bytes are sent. */
    boolean isCopy();

    /**
     * Where the payload goes. Sends nothing.
     *
     * @param writeId 32 lowercase hexadecimal digits, unique to one attempt of one write; ignored by a shared template
     * @throws IllegalArgumentException if the key template needs more than {@code context} knows, or the key is too long
     */
    Reference place(String writeId, KeyContext context);

    /**
     * Stores the payload.
     *
     * @param place what {@link #place} returned
     * @return {@link PutResult#EXISTS} if, under a shared key, an equal object was there already and young enough to rely
     *     on. The stage fails as {@link PayloadPipeline#storeAsync} says, and that of a copy also with {@link BlobNotFoundException} or
     *     {@link BlobChangedException} if its source is no longer what it was. Cancelling it cancels the store's put.
     */
    CompletionStage<PutResult> upload(Reference place);

    /** Frees what it holds, which may be a file; it cannot be uploaded any more. */
    @Override
    void close();
}
