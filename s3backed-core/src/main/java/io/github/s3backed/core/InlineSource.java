package io.github.s3backed.core;

import io.github.s3backed.core.spi.PresignedUrl;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A payload that its item keeps. */
final class InlineSource implements StoredSource {

    private final PayloadCodec<?> codec;
    private final StoredPayload.Inline inline;
    private final String contentType;

    InlineSource(PayloadCodec<?> codec, StoredPayload.Inline inline, String contentType) {
        this.codec = codec;
        this.inline = inline;
        this.contentType = contentType;
    }

    StoredPayload.Inline inline() {
        return inline;
    }

    @Override
    public Optional<Reference> reference() {
        return Optional.empty();
    }

    @Override
    public Fingerprint fingerprint() {
        return header().fingerprint();
    }

    private PayloadHeader header() {
        return InlineEnvelope.readHeader(ByteBuffer.wrap(inline.envelope()));
    }

    @Override
    public CompletionStage<PayloadInfo> info() {
        try {
            ByteBuffer envelope = ByteBuffer.wrap(inline.envelope());
            PayloadHeader header = InlineEnvelope.readHeader(envelope);
            return CompletableFuture.completedFuture(new PayloadInfo(
                    OptionalLong.of(header.length()), envelope.remaining(), contentType, header.compressor()));
        } catch (CorruptPayloadException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public InputStream open() {
        return codec.open(inline.envelope());
    }

    @Override
    public PresignedUrl presign(Duration validFor, @Nullable String contentDisposition) {
        throw new IllegalStateException("A payload that is small enough to stay in its item has no URL; read it.");
    }
}
