package io.github.s3backed.core;

import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A payload whose bytes are here. */
final class EncodedUpload implements PreparedPayload {

    private final PayloadPipeline<?> pipeline;
    private final EncodedPayload encoded;
    private final StoredPayload.@Nullable Inline inline;

    EncodedUpload(PayloadPipeline<?> pipeline, EncodedPayload encoded, StoredPayload.@Nullable Inline inline) {
        this.pipeline = pipeline;
        this.encoded = encoded;
        this.inline = inline;
    }

    @Override
    public Optional<StoredPayload.Inline> inline() {
        return Optional.ofNullable(inline);
    }

    @Override
    public long storedBytes() {
        return encoded.content().length();
    }

    @Override
    public String compressor() {
        return encoded.header().compressor();
    }

    @Override
    public boolean isCopy() {
        return false;
    }

    @Override
    public Reference place(String writeId, KeyContext context) {
        return pipeline.place(encoded.fingerprint(), writeId, context);
    }

    @Override
    public CompletionStage<PutResult> upload(Reference place) {
        return pipeline.put(place.key(), encoded);
    }

    Fingerprint fingerprint() {
        return encoded.fingerprint();
    }

    /** Stores the payload in place of whatever is there: whoever asks for it has looked. */
    CompletionStage<PutResult> putBack(FollowedReference followed) {
        return followed.store().put(followed.key(), encoded.content(), encoded.metadata(), PutMode.OVERWRITE);
    }

    @Override
    public void close() {
        encoded.close();
    }
}
