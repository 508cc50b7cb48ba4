package io.github.s3backed.core;

import io.github.s3backed.core.spi.PutResult;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A payload that is ready to be stored, as often and under as many keys as needed. Holds its compressed bytes in memory.
 * Immutable and safe for use by many threads.
 */
public final class PreparedPayload {

    private final PayloadPipeline<?> pipeline;
    private final EncodedPayload encoded;
    private final StoredPayload.@Nullable Inline inline;

    PreparedPayload(PayloadPipeline<?> pipeline, EncodedPayload encoded, StoredPayload.@Nullable Inline inline) {
        this.pipeline = pipeline;
        this.encoded = encoded;
        this.inline = inline;
    }

    /** The payload as the item keeps it itself, if it is smaller than the threshold; it is then not to be uploaded. */
    public Optional<StoredPayload.Inline> inline() {
        return Optional.ofNullable(inline);
    }

    /** The number of stored (compressed) bytes. */
    public long storedBytes() {
        return encoded.content().length();
    }

    /**
     * Where the payload goes. Sends nothing.
     *
     * @param writeId 32 lowercase hexadecimal digits, unique to one attempt of one write; ignored by a shared template
     * @throws IllegalArgumentException if the key template needs more than {@code context} knows, or the key is too long
     */
    public Reference place(String writeId, KeyContext context) {
        return pipeline.place(encoded, writeId, context);
    }

    /**
     * Stores the payload.
     *
     * @param place what {@link #place} returned
     * @return {@link PutResult#EXISTS} if, under a shared key, an equal object was there already and young enough to rely
     *     on. The stage fails as {@link PayloadPipeline#storeAsync} says. Cancelling it cancels the store's put.
     */
    public CompletionStage<PutResult> upload(Reference place) {
        return pipeline.put(place.key(), encoded);
    }
}
