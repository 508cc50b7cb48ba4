package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.PutResult;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A payload that was read from an item and not fetched. Its bytes stay in the store: they are copied to a key of their own, and only if
 * they are still the ones that were looked at. What it is copied from may be removed at any time by whoever writes that item.
 */
final class CopiedUpload implements PreparedPayload {

    private final PayloadPipeline<?> pipeline;
    private final OffloadedSource source;
    private final BlobInfo observed;

    CopiedUpload(PayloadPipeline<?> pipeline, OffloadedSource source, BlobInfo observed) {
        this.pipeline = pipeline;
        this.source = source;
        this.observed = observed;
    }

    @Override
    public Optional<StoredPayload.Inline> inline() {
        return Optional.empty();
    }

    @Override
    public long storedBytes() {
        return observed.length();
    }

    @Override
    public String compressor() {
        return observed.metadata().contentEncoding();
    }

    @Override
    public boolean isCopy() {
        return true;
    }

    @Override
    public Reference place(String writeId, KeyContext context) {
        return pipeline.place(source.fingerprint(), writeId, context);
    }

    @Override
    public CompletionStage<PutResult> upload(Reference place) {
        return source.explained(pipeline.copy(source.followed(), observed, place.key()));
    }

    @Override
    public void close() {
        // It holds no more than names.
    }
}
