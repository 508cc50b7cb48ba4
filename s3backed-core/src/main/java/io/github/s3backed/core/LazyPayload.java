package io.github.s3backed.core;

import io.github.s3backed.core.spi.PresignedUrl;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A payload that is fetched when somebody asks for it. An item that was read holds one with nothing but the reference; to store a
 * value, {@link #of} makes one that has it.
 *
 * <p>One that was not fetched can be written as it is, to the same item or another one: its object is then copied inside the store,
 * under a key of its own, and never shared between two items. One that was fetched is written as its value, which may have been
 * changed meanwhile.
 *
 * <p>Safe for use by many threads, as far as the value is. Equal to itself alone.
 *
 * @param <T> the payload's Java type
 */
public final class LazyPayload<T> {

    private final @Nullable StoredSource source;
    private final Supplier<CompletionStage<T>> load;
    private @Nullable CompletableFuture<T> value;

    private LazyPayload(
            @Nullable StoredSource source, Supplier<CompletionStage<T>> load, @Nullable CompletableFuture<T> value) {
        this.source = source;
        this.load = load;
        this.value = value;
    }

    /** A payload to be stored. */
    public static <T> LazyPayload<T> of(T value) {
        Objects.requireNonNull(value, "value");
        CompletableFuture<T> known = CompletableFuture.completedFuture(value);
        return new LazyPayload<>(null, () -> known, known);
    }

    static <T> LazyPayload<T> stored(StoredSource source, Supplier<CompletionStage<T>> load) {
        return new LazyPayload<>(source, load, null);
    }

    /**
     * The value: fetched and verified at the first call, and kept. A fetch that failed is tried again by the next call.
     *
     * @throws RuntimeException what {@link PayloadPipeline#loadAsync} says. {@link BlobNotFoundException}, or an exception that says
     *     more, if the item was replaced or deleted since it was read, and its object with it: read the item again.
     */
    public T get() {
        return Stages.join(getAsync());
    }

    /**
     * As {@link #get}, without waiting. Several calls share one fetch, which none of them can cancel; the stage fails with
     * what {@link #get} throws.
     */
    public CompletionStage<T> getAsync() {
        CompletableFuture<T> mine = new CompletableFuture<>();
        CompletableFuture<T> current;
        synchronized (this) {
            if (value == null || value.isCompletedExceptionally()) {
                value = mine;
            }
            current = value;
        }
        if (current == mine) {
            fetch(mine);
        }
        return current.minimalCompletionStage();
    }

    private void fetch(CompletableFuture<T> into) {
        CompletionStage<T> fetched;
        try {
            fetched = load.get();
        } catch (RuntimeException | Error e) {
            fetched = CompletableFuture.failedFuture(e);
        }
        fetched.whenComplete((result, failure) -> {
            if (failure == null) {
                into.complete(result);
            } else {
                into.completeExceptionally(Stages.unwrap(failure));
            }
        });
    }

    /** Whether the value is here, so that {@link #get} does not wait. */
    public synchronized boolean isFetched() {
        return value != null && value.isDone() && !value.isCompletedExceptionally();
    }

    /** Where the payload is stored; empty if it is not yet, or its item keeps it. */
    public Optional<Reference> reference() {
        return Optional.ofNullable(source).flatMap(StoredSource::reference);
    }

    /** The SHA-256 of the serialized bytes, which costs no request; empty of a payload that is yet to be stored. */
    public Optional<Fingerprint> fingerprint() {
        return Optional.ofNullable(source).map(StoredSource::fingerprint);
    }

    /**
     * What the store knows of it, at the price of one request each time.
     *
     * @return a stage that fails with {@link IllegalStateException} for a payload that is yet to be stored, {@link
     *     BlobNotFoundException}, {@link CorruptPayloadException} or {@link BlobStoreException}
     */
    public CompletionStage<PayloadInfo> info() {
        return source == null ? CompletableFuture.failedFuture(notStored()) : source.info();
    }

    /**
     * A URL by which whoever has it can GET the stored bytes for a while. They may be compressed, which the answer then says as
     * its Content-Encoding. Sends nothing: whether there is such an object is not asked.
     *
     * @param validFor positive, and no longer than the store allows
     * @throws IllegalArgumentException if the duration is not allowed
     * @throws IllegalStateException if the payload is yet to be stored or kept by its item, or the store makes no URLs
     */
    public PresignedUrl presign(Duration validFor) {
        return presign(validFor, null);
    }

    /**
     * As {@link #presign(Duration)}.
     *
     * @param contentDisposition such as {@code attachment; filename="a.pdf"} (RFC 6266); null for none
     */
    public PresignedUrl presign(Duration validFor, @Nullable String contentDisposition) {
        if (source == null) {
            throw notStored();
        }
        return source.presign(validFor, contentDisposition);
    }

    static IllegalStateException notStored() {
        return new IllegalStateException("This payload is yet to be stored: read it from its item once it is.");
    }

    /** Where it is stored, if it is and was not fetched: then it can be copied as it is. */
    Optional<StoredSource> unread() {
        return isFetched() ? Optional.empty() : Optional.ofNullable(source);
    }

    @Override
    public String toString() {
        return "LazyPayload["
                + (source == null
                        ? "to be stored"
                        : reference().map(Reference::toString).orElse("inline")) + "]";
    }
}
