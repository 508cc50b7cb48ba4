package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobBody;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PresignedUrl;
import io.github.s3backed.core.spi.PresigningBlobStore;
import io.github.s3backed.core.spi.RangedBlobStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A payload in a blob store, whose reference is one that is followed. */
final class OffloadedSource implements StoredSource {

    private final PayloadCodec<?> codec;
    private final FollowedReference followed;
    private final LateRead late;

    /** @param late hears of reads, and says why there is no object */
    OffloadedSource(PayloadCodec<?> codec, FollowedReference followed, LateRead late) {
        this.codec = codec;
        this.followed = followed;
        this.late = late;
    }

    FollowedReference followed() {
        return followed;
    }

    @Override
    public Optional<Reference> reference() {
        return Optional.of(followed.reference());
    }

    @Override
    public Fingerprint fingerprint() {
        return followed.fingerprint();
    }

    @Override
    public CompletionStage<PayloadInfo> info() {
        return head().thenApply(info -> new PayloadInfo(
                header(info).map(header -> OptionalLong.of(header.length())).orElse(OptionalLong.empty()),
                info.length(),
                info.metadata().contentType(),
                info.metadata().contentEncoding()));
    }

    /** Asks the store for what it knows of the object, and sees to it that this is what the reference asks for. */
    CompletionStage<BlobInfo> head() {
        return explained(followed.store().head(followed.key()).thenApply(found -> {
            BlobInfo info = found.orElseThrow(
                    () -> BlobKeys.notFound(followed.reference().location(), followed.key(), null));
            header(info);
            return info;
        }));
    }

    /**
     * Whether a copy of the object, as it was observed, is what {@code writer} would read.
     *
     * @param shared whether the copy would have a key under which equal bytes of another type may be stored
     */
    boolean suits(PayloadCodec<?> writer, BlobInfo observed, boolean shared) {
        return writer.takesOver(codec, observed.metadata(), header(observed), shared);
    }

    /** Whether the object, as it was observed, says of itself what it holds. */
    boolean isDescribed(BlobInfo observed) {
        return header(observed).isPresent();
    }

    private Optional<PayloadHeader> header(BlobInfo info) {
        Optional<PayloadHeader> header =
                PayloadHeader.fromUserMetadata(info.metadata().userMetadata(), followed.reference());
        header.ifPresent(stored -> stored.require(followed.fingerprint(), followed.reference()));
        return header;
    }

    /** The same stage, with the reason why there is no object where that is what it fails with. */
    <R> CompletionStage<R> explained(CompletionStage<R> stage) {
        return stage.handle((value, failure) -> failure == null
                        ? CompletableFuture.completedFuture(value)
                        : this.<R>explain(Stages.unwrap(failure)))
                .thenCompose(Function.identity());
    }

    private <R> CompletionStage<R> explain(Throwable failure) {
        return failure instanceof BlobNotFoundException gone
                ? late.explain(gone).thenCompose(CompletableFuture::failedFuture)
                : CompletableFuture.failedFuture(failure);
    }

    @Override
    public InputStream open() throws IOException {
        Optional<RangedBlobStore> ranged = followed.store().as(RangedBlobStore.class);
        return ranged.isPresent() ? openResuming(ranged.get()) : openCopy();
    }

    private InputStream openResuming(RangedBlobStore store) throws IOException {
        BlobBody body = Stages.joinOpened(explained(store.open(followed.key(), 0, null)));
        ResumingInputStream resuming = new ResumingInputStream(store, followed.key(), body);
        return opened(body.info(), resuming, resuming);
    }

    /** Tells that a read that began at {@code nanoTime} has reached its end. */
    void fetched(long nanoTime) {
        late.fetched(followed.reference(), Duration.ofNanos(System.nanoTime() - nanoTime));
    }

    /** Of a store that hands out no streams, a copy that need not fit in memory. */
    private InputStream openCopy() throws IOException {
        Copy copy = Stages.joinOpened(explained(followed.store()
                .get(followed.key(), (info, body) -> new Copy(info, codec.buffer(body, followed.reference())))));
        return opened(copy.info(), copy.content().open(), copy.content());
    }

    private InputStream opened(BlobInfo info, InputStream stored, AutoCloseable owned) throws IOException {
        try {
            long began = System.nanoTime();
            return codec.open(info, stored, followed, owned, () -> fetched(began));
        } catch (IOException | RuntimeException e) {
            VerifiedInputStream.close(owned);
            throw e;
        }
    }

    @Override
    public PresignedUrl presign(Duration validFor, @Nullable String contentDisposition) {
        BlobStore store = followed.store();
        return store.as(PresigningBlobStore.class)
                .orElseThrow(() -> new IllegalStateException(
                        "The store " + store.location() + " makes no URLs by which others could read its objects."))
                .presign(followed.key(), validFor, contentDisposition);
    }

    private record Copy(BlobInfo info, SpooledContent content) implements Closeable {

        @Override
        public void close() {
            content.close();
        }
    }
}
