package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.BlobReader;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.Compressor;
import io.github.s3backed.core.spi.CopyingBlobStore;
import io.github.s3backed.core.spi.PayloadSerializer;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of a payload into a blob store or an item, and back: serialize, fingerprint, compress, key, put; get, bound,
 * decompress, verify, deserialize. It knows nothing of DynamoDB and coordinates nothing: that a stored payload is also
 * referenced is its caller's business.
 *
 * <p>Immutable and safe for use by many threads. Serialization and compression run on the calling thread before the
 * first request; decompression and deserialization on the store's. Payloads must not be changed until the stage ends.
 *
 * @param <T> the payload's Java type
 */
public final class PayloadPipeline<T> {

    private final PayloadCodec<T> codec;
    private final PayloadCodec<T> streams;
    private final BlobStore store;
    private final ReferencePolicy references;
    private final KeyTemplate template;
    private final int threshold;
    private final SharedPut sharedPut;
    private final Supplier<String> writeIds;

    private PayloadPipeline(Builder<T> builder, PayloadCodec<T> codec, KeyTemplate template, BlobStore store) {
        this.codec = codec;
        this.streams = codec.streaming(builder.maxStreamedBytes, builder.spools);
        this.store = store;
        this.references = new ReferencePolicy(builder.readable(store), builder.templates(template));
        this.template = template;
        this.threshold = builder.threshold;
        this.sharedPut = new SharedPut(store, streams, builder.trustSharedObjectsFor);
        this.writeIds = builder.writeIds;
    }

    /** A builder for payloads that {@code serializer} handles. */
    public static <T> Builder<T> builder(PayloadSerializer<T> serializer) {
        return new Builder<>(serializer);
    }

    /** The template that new keys are built from. */
    public KeyTemplate keyTemplate() {
        return template;
    }

    /**
     * Stores a payload, and waits for it.
     *
     * @param context what the key template needs to know
     * @return the payload's stored form, for the item to hold; once this returns, the object is stored
     * @throws RuntimeException what {@link #storeAsync} says; after a {@link BlobStoreException} an object that nothing
     *     refers to may have been left behind
     */
    public StoredPayload store(T value, KeyContext context) {
        return Stages.join(storeAsync(value, context));
    }

    /**
     * Stores a payload: in the returned form itself where it is smaller than the threshold, else in the blob store. The
     * stage fails with
     *
     * <ul>
     *   <li>{@link SerializationException} if the serializer refuses the value, {@link PayloadTooLargeException} if it is
     *       larger than the limit, or {@link IllegalArgumentException} if the key template needs more than
     *       {@code context} knows: nothing was stored;
     *   <li>{@link BlobStoreException} if the store failed: the object may be there or not.
     * </ul>
     */
    public CompletionStage<StoredPayload> storeAsync(T value, KeyContext context) {
        try {
            return store(prepare(value), context);
        } catch (RuntimeException | Error e) {
            // Errors as well: a value that overflows the stack is to fail the stage.
            return CompletableFuture.failedFuture(e);
        }
    }

    /** As {@link #storeAsync(LazyPayload, KeyContext)}, and waits for it. */
    public StoredPayload store(LazyPayload<? extends T> payload, KeyContext context) {
        return Stages.join(storeAsync(payload, context));
    }

    /** As {@link #storeAsync(StreamedPayload, KeyContext)}, and waits for it. */
    public StoredPayload store(StreamedPayload payload, KeyContext context) {
        return Stages.join(storeAsync(payload, context));
    }

    /** As {@link #storeAsync(Object, KeyContext)}, for a payload that may be stored already; see {@link #prepare(LazyPayload)}. */
    public CompletionStage<StoredPayload> storeAsync(LazyPayload<? extends T> payload, KeyContext context) {
        return prepare(payload).thenCompose(prepared -> store(prepared, context));
    }

    /** As {@link #storeAsync(Object, KeyContext)}, for a payload that need not fit in memory; see {@link #prepare(StreamedPayload)}. */
    public CompletionStage<StoredPayload> storeAsync(StreamedPayload payload, KeyContext context) {
        return prepare(payload).thenCompose(prepared -> store(prepared, context));
    }

    private CompletionStage<StoredPayload> store(PreparedPayload prepared, KeyContext context) {
        if (prepared.inline().isPresent()) {
            prepared.close();
            return CompletableFuture.completedFuture(prepared.inline().get());
        }
        try {
            Reference reference = prepared.place(writeIds.get(), context);
            return prepared.upload(reference)
                    .<StoredPayload>thenApply(stored -> new StoredPayload.Offloaded(reference))
                    .whenComplete((stored, failure) -> prepared.close());
        } catch (RuntimeException | Error e) {
            prepared.close();
            throw e;
        }
    }

    /**
     * The first half of {@link #storeAsync}, for callers who upload a payload more than once: serializes, fingerprints and
     * compresses on the calling thread, and sends nothing.
     *
     * @throws SerializationException if the serializer refuses the value
     * @throws PayloadTooLargeException if it is larger than the limit
     */
    public PreparedPayload prepare(T value) {
        return prepared(codec.encode(Objects.requireNonNull(value, "value")), true);
    }

    private PreparedPayload prepared(EncodedPayload encoded, boolean mayStayInline) {
        StoredPayload.@Nullable Inline inline =
                mayStayInline && encoded.content().length() < threshold
                        ? new StoredPayload.Inline(InlineEnvelope.write(encoded.header(), encoded.content()))
                        : null;
        return new EncodedUpload(this, encoded, inline);
    }

    /**
     * As {@link #prepare(Object)}, for a payload that may be stored already. If it was not fetched since, and the store can copy its
     * object, and this pipeline would read that, it is looked at and nothing is read; else it is fetched.
     *
     * @return a stage that fails as {@link #prepare(Object)} and {@link LazyPayload#get} do
     */
    public CompletionStage<PreparedPayload> prepare(LazyPayload<? extends T> payload) {
        return copyOr(payload.unread(), () -> payload.getAsync().thenApply(this::prepare));
    }

    /**
     * As {@link #prepare(Object)}, for a payload that need not fit in memory: it is read to its end, on another thread. If it is stored
     * already, and the store can copy its object, and this pipeline would read that, it is looked at and nothing is read.
     *
     * @return a stage that fails with {@link SerializationException} if the source cannot be read or there is no room for the temporary
     *     file, {@link PayloadTooLargeException} if it is larger than the limit for streams, or as {@link StreamedPayload#open}.
     *     Cancelling it closes the source
     */
    public CompletionStage<PreparedPayload> prepare(StreamedPayload payload) {
        return copyOr(payload.storedSource(), () -> encodeLater(payload));
    }

    private CompletionStage<PreparedPayload> copyOr(
            Optional<StoredSource> stored, Supplier<CompletionStage<PreparedPayload>> otherwise) {
        OffloadedSource source = stored.flatMap(this::copyable).orElse(null);
        if (source == null) {
            return otherwise.get();
        }
        CompletableFuture<PreparedPayload> prepared = new CompletableFuture<>();
        source.head()
                .thenCompose(observed -> suits(source, observed)
                        ? CompletableFuture.completedFuture(new CopiedUpload(this, source, observed))
                        : otherwise.get())
                .whenComplete((made, failure) -> {
                    if (failure != null) {
                        prepared.completeExceptionally(Stages.unwrap(failure));
                    } else {
                        handOver(made, prepared);
                    }
                });
        return prepared;
    }

    // Whoever has cancelled does not close it.
    private static void handOver(PreparedPayload made, CompletableFuture<PreparedPayload> to) {
        if (!to.complete(made)) {
            made.close();
        }
    }

    private Optional<OffloadedSource> copyable(StoredSource source) {
        return source instanceof OffloadedSource offloaded
                        && store.as(CopyingBlobStore.class)
                                .filter(copying ->
                                        copying.copiesFrom(offloaded.followed().store()))
                                .isPresent()
                ? Optional.of(offloaded)
                : Optional.empty();
    }

    /**
     * As {@link #prepare(StreamedPayload)}, for what is stored already, whatever its type: its bytes are taken over and not
     * deserialized. An object is copied where the store can do that, and says of itself what it holds, and would be read as it is.
     *
     * @param context where the payload was found, to refuse another item's reference
     * @param late hears of the read, and says why there is no object
     * @param anew makes the stored bytes again by today's compressor, also where they could be copied
     * @throws InvalidReferenceException if the reference is not one that is followed there
     */
    public CompletionStage<PreparedPayload> prepareAgain(
            StoredPayload stored, KeyContext context, LateRead late, boolean anew) {
        StoredSource source = source(streams, stored, context, late);
        if (!(source instanceof OffloadedSource offloaded)) {
            return encodeLater(StreamSource.once(source::open), codec.contentType());
        }
        boolean mayCopy = !anew && copyable(offloaded).isPresent();
        return offloaded
                .head()
                .thenCompose(observed -> mayCopy && offloaded.isDescribed(observed) && suits(offloaded, observed)
                        ? CompletableFuture.completedFuture(new CopiedUpload(this, offloaded, observed))
                        : encodeLater(
                                StreamSource.once(offloaded::open),
                                offloaded.isDescribed(observed)
                                        ? observed.metadata().contentType()
                                        : codec.contentType()));
    }

    private boolean suits(OffloadedSource source, BlobInfo observed) {
        return source.suits(codec, observed, !template.isExclusive());
    }

    /**
     * Takes over an object that this library has not written: its bytes become the serialized payload. It may be anywhere in a
     * configured store.
     *
     * @param streamed whether payloads need not fit in memory, and any bytes are one; otherwise they are read to see whether they are
     * @return a stage that fails with {@link BlobNotFoundException}, {@link SerializationException} if they are none, {@link
     *     PayloadTooLargeException} or {@link BlobStoreException}
     * @throws IllegalArgumentException if the object is outside of the configured stores
     */
    public CompletionStage<PreparedPayload> prepareFrom(Reference object, boolean streamed) {
        return references
                .storeOf(object)
                .get(object.key(), (info, body) -> streams.buffer(body, object))
                .thenApplyAsync(found -> takeOver(found, object, streamed), StreamThreads.EXECUTOR);
    }

    private PreparedPayload takeOver(SpooledContent found, Reference object, boolean streamed) {
        try (found) {
            if (!streamed) {
                codec.requireReadable(found, object);
            }
            return encode(StreamSource.of(found), codec.contentType());
        } catch (IOException e) {
            throw new SerializationException(object + " could not be read: " + e.getMessage(), e);
        }
    }

    private CompletionStage<PreparedPayload> encodeLater(StreamedPayload payload) {
        return encodeLater(
                payload.source(),
                payload.contentType().orElseGet(codec::contentType),
                payload.contentType().isEmpty());
    }

    private CompletionStage<PreparedPayload> encodeLater(StreamSource source, String contentType) {
        return encodeLater(source, contentType, contentType.equals(codec.contentType()));
    }

    private CompletionStage<PreparedPayload> encodeLater(
            StreamSource bytes, String contentType, boolean mayStayInline) {
        AbortableSource source = new AbortableSource(bytes);
        CompletableFuture<PreparedPayload> prepared = new CompletableFuture<>();
        StreamThreads.EXECUTOR.execute(() -> {
            try {
                handOver(encode(source, contentType, mayStayInline), prepared);
            } catch (Throwable e) {
                prepared.completeExceptionally(e);
            }
        });
        prepared.whenComplete((made, failure) -> {
            if (prepared.isCancelled()) {
                StreamThreads.EXECUTOR.execute(source::abort);
            }
        });
        return prepared;
    }

    private PreparedPayload encode(StreamSource source, String contentType) {
        return encode(source, contentType, true);
    }

    // An envelope has no room for a media type.
    private PreparedPayload encode(StreamSource source, String contentType, boolean mayStayInline) {
        try {
            return prepared(streams.encoder().encode(source, contentType), mayStayInline);
        } catch (IOException e) {
            throw e.getCause() instanceof S3BackedException ours
                    ? ours
                    : new SerializationException(
                            "A streamed payload could not be read and kept until it is sent: " + e.getMessage()
                                    + ". Nothing was stored.",
                            e);
        }
    }

    Reference place(Fingerprint fingerprint, String writeId, KeyContext context) {
        return new Reference(store.location(), template.render(fingerprint, writeId, context));
    }

    CompletionStage<PutResult> copy(FollowedReference source, BlobInfo observed, String key) {
        CopyingBlobStore copying = store.as(CopyingBlobStore.class).orElseThrow();
        return template.isExclusive()
                ? copying.copy(source.store(), source.key(), observed, key).thenApply(copied -> PutResult.STORED)
                : sharedPut.copy(copying, source, observed, key);
    }

    CompletionStage<PutResult> put(String key, EncodedPayload encoded) {
        // The key of an exclusive template holds a write id of its own: nobody else can have written it.
        return template.isExclusive()
                ? store.put(key, encoded.content(), encoded.metadata(), PutMode.OVERWRITE)
                : sharedPut.put(key, encoded);
    }

    /**
     * Whether the object of a reference belongs to one attribute of one item alone, so that it may be removed when that
     * attribute lets go of it: its own key says so, whatever new keys are built from. It must be in a configured store, an
     * exclusive template that names item and attribute must have built it for {@code context}, and no shared template may
     * have.
     */
    public boolean isExclusiveTo(Reference reference, KeyContext context) {
        return references.isExclusiveTo(reference, context);
    }

    /**
     * Whether a reference is followed where {@code context} holds it: it points into a configured store, and a configured
     * template can have built its key for that place.
     */
    public boolean follows(Reference reference, KeyContext context) {
        return references.follows(reference, context);
    }

    /**
     * Whether what an item holds is as it would be stored today: a reference into the store of new payloads, by a key that today's
     * template has built for {@code context}; or, in the item, fewer bytes than the threshold. How it is compressed does not count.
     *
     * @throws CorruptPayloadException if it is kept in the item, and damaged
     */
    public boolean isCurrent(StoredPayload stored, KeyContext context) {
        if (stored instanceof StoredPayload.Inline inline) {
            ByteBuffer envelope = ByteBuffer.wrap(inline.envelope());
            InlineEnvelope.readHeader(envelope);
            return envelope.remaining() < threshold;
        }
        Reference reference = ((StoredPayload.Offloaded) stored).reference();
        return reference.location().equals(store.location())
                && template.parse(reference.key())
                        .filter(key -> key.belongsTo(context))
                        .isPresent();
    }

    /**
     * The serialized bytes of a value, which are not stored.
     *
     * @throws SerializationException if it has none
     */
    public byte[] serialize(T value) {
        return codec.serializedBytes(value);
    }

    /**
     * The value of serialized bytes that are not stored.
     *
     * @throws SerializationException if they are of none
     */
    public T deserialize(byte[] serialized) {
        return codec.deserialize(serialized);
    }

    /** The id of the compressor for new payloads. */
    public String compressor() {
        return codec.compressor();
    }

    /** Whether a reference points into one of the configured stores. */
    public boolean isStored(Reference reference) {
        return references.isStored(reference);
    }

    /** Whether a text begins as references into one of the configured stores' kinds do, such as with {@code s3://}. */
    public boolean resemblesReference(String text) {
        return references.resemble(text);
    }

    /**
     * Removes the object of a reference; succeeds if there is none. Who calls this knows that no item refers to it.
     *
     * @throws IllegalArgumentException if the reference points outside of the configured stores
     */
    public CompletionStage<Void> delete(Reference reference) {
        return references.storeOf(reference).delete(reference.key());
    }

    /**
     * Reads a payload, and waits for it.
     *
     * @param context where the payload was found, to refuse another item's reference
     * @throws RuntimeException what {@link #loadAsync} says
     */
    public T load(StoredPayload stored, KeyContext context) {
        return Stages.join(loadAsync(stored, context));
    }

    /**
     * Reads a payload. The stage yields exactly what was stored, or fails: with {@link InvalidReferenceException} before
     * any request, {@link BlobNotFoundException} if there is no object, {@link CorruptPayloadException} if it is not the
     * one that was stored, {@link PayloadTooLargeException}, {@link MissingProviderException}, {@link
     * SerializationException}, or {@link BlobStoreException}.
     */
    public CompletionStage<T> loadAsync(StoredPayload stored, KeyContext context) {
        try {
            if (stored instanceof StoredPayload.Inline inline) {
                return CompletableFuture.completedFuture(codec.decode(inline.envelope()));
            }
            return load(((StoredPayload.Offloaded) stored).reference(), context);
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletionStage<T> load(Reference reference, KeyContext context) {
        return load(references.follow(reference, context));
    }

    private CompletionStage<T> load(FollowedReference followed) {
        return followed.store()
                .get(
                        followed.key(),
                        BlobReader.verifying((info, body) -> codec.decode(
                                info, body, followed.fingerprint(), followed.shared(), followed.reference())));
    }

    /**
     * A payload that is fetched when somebody asks for it. Sends nothing.
     *
     * @param context where the payload was found, to refuse another item's reference
     * @param late hears of the fetch, and says why there is no object
     * @throws InvalidReferenceException if the reference is not one that is followed there
     */
    public LazyPayload<T> lazy(StoredPayload stored, KeyContext context, LateRead late) {
        StoredSource source = source(codec, stored, context, late);
        return LazyPayload.stored(
                source,
                () -> source instanceof OffloadedSource offloaded ? load(offloaded) : loadAsync(stored, context));
    }

    private CompletionStage<T> load(OffloadedSource source) {
        long began = System.nanoTime();
        return source.explained(load(source.followed())).thenApply(value -> {
            source.fetched(began);
            return value;
        });
    }

    /**
     * A payload that is read as a stream when somebody asks for it, as large as the limit for streams allows. Sends nothing.
     *
     * @param context where the payload was found, to refuse another item's reference
     * @param late hears of reads, and says why there is no object
     * @throws InvalidReferenceException if the reference is not one that is followed there
     */
    public StreamedPayload stream(StoredPayload stored, KeyContext context, LateRead late) {
        return StreamedPayload.stored(source(streams, stored, context, late));
    }

    /**
     * The payload of a reference that somebody names, whichever item holds it: by what its own key says. For tools by which people
     * look at one object; what is found in an item is read by {@link #stream(StoredPayload, KeyContext, LateRead)}. Sends nothing.
     *
     * @throws InvalidReferenceException if it points outside of the configured stores, or no configured template has built it
     */
    public StreamedPayload stream(Reference reference) {
        return StreamedPayload.stored(
                new OffloadedSource(streams, references.followAnywhere(reference), LateRead.unobserved()));
    }

    /**
     * Puts the object of a reference back that is missing or damaged, or replaces it. Waits for nothing but the payload's bytes being
     * taken in on another thread.
     *
     * @param payload must have the very fingerprint that the reference's key holds
     * @return a stage that fails with {@link IllegalArgumentException} if it has another, and nothing was stored then; or as that of
     *     {@link #storeAsync(StreamedPayload, KeyContext)}
     * @throws InvalidReferenceException as {@link #stream(Reference)}
     */
    public CompletionStage<PutResult> repair(Reference reference, StreamedPayload payload) {
        FollowedReference followed = references.followAnywhere(reference);
        return encodeLater(payload).thenCompose(prepared -> putBack(followed, (EncodedUpload) prepared));
    }

    private static CompletionStage<PutResult> putBack(FollowedReference followed, EncodedUpload upload) {
        if (!upload.fingerprint().equals(followed.fingerprint())) {
            upload.close();
            throw new IllegalArgumentException("The bytes given have the fingerprint "
                    + upload.fingerprint().hex()
                    + ", and " + followed.reference() + " holds those of "
                    + followed.fingerprint().hex()
                    + ". Nothing was stored.");
        }
        return upload.putBack(followed).whenComplete((stored, failure) -> upload.close());
    }

    private StoredSource source(PayloadCodec<T> reader, StoredPayload stored, KeyContext context, LateRead late) {
        return stored instanceof StoredPayload.Inline inline
                ? new InlineSource(reader, inline, reader.contentType())
                : new OffloadedSource(
                        reader, references.follow(((StoredPayload.Offloaded) stored).reference(), context), late);
    }

    /**
     * Configures a pipeline. Not thread-safe.
     *
     * @param <T> the payload's Java type
     */
    public static final class Builder<T> {

        private static final long DEFAULT_MAX_PAYLOAD_BYTES = 256L * 1024 * 1024;
        private static final long DEFAULT_MAX_STREAMED_BYTES = 1L << 40;
        private static final int MAX_ITEM_BYTES = 400 * 1024;

        private final PayloadSerializer<T> serializer;
        private final List<BlobStore> readFrom = new ArrayList<>();
        private final List<KeyTemplate> formerTemplates = new ArrayList<>();
        private @Nullable BlobStore blobStore;
        private @Nullable KeyTemplate keyTemplate;
        private @Nullable Compressors compressors;
        private String compressor = "gzip";
        private boolean alwaysCompress;
        private int threshold;
        private long maxPayloadBytes = DEFAULT_MAX_PAYLOAD_BYTES;
        private long maxStreamedBytes = DEFAULT_MAX_STREAMED_BYTES;
        private Spool.Folder spools = new Spool.Folder(null, Spool.Folder.DEFAULT_MEMORY);
        private Supplier<Duration> trustSharedObjectsFor = () -> SharedPut.DEFAULT_TRUST;
        private Supplier<String> writeIds = WriteIds.random();

        private Builder(PayloadSerializer<T> serializer) {
            this.serializer = Objects.requireNonNull(serializer, "serializer");
        }

        /** Where payloads are stored and read from. Required; stays open: it is its owner's to close. */
        public Builder<T> blobStore(BlobStore store) {
            this.blobStore = Objects.requireNonNull(store, "store");
            return this;
        }

        /** Further stores whose references are followed, such as the bucket of a former configuration. */
        public Builder<T> readFrom(BlobStore... stores) {
            readFrom.addAll(List.of(stores));
            return this;
        }

        /** What new keys are built from. Required. */
        public Builder<T> keyTemplate(KeyTemplate template) {
            this.keyTemplate = Objects.requireNonNull(template, "template");
            return this;
        }

        /** Templates that keys were built from before, and which references are still read by. */
        public Builder<T> formerKeyTemplates(KeyTemplate... templates) {
            formerTemplates.addAll(List.of(templates));
            return this;
        }

        /** The id of the compressor for new payloads; {@code gzip} by default. Stored ids pick the reader's. */
        public Builder<T> compressor(String id) {
            this.compressor = Objects.requireNonNull(id, "id");
            return this;
        }

        /** The compressors to choose from; those of {@link Compressors#discover} by default. */
        public Builder<T> compressors(Compressors found) {
            this.compressors = Objects.requireNonNull(found, "found");
            return this;
        }

        /**
         * Whether to compress what that does not make smaller. Off by default; on for objects that must stay readable by
         * {@code pynamodb_mate}, whose reader always decompresses.
         */
        public Builder<T> alwaysCompress(boolean always) {
            this.alwaysCompress = always;
            return this;
        }

        /**
         * From how many stored (compressed) bytes a payload is offloaded; smaller ones stay in the item. 0, the default,
         * offloads all.
         *
         * @param bytes 0 to 409,600, the largest item that DynamoDB takes
         */
        public Builder<T> threshold(int bytes) {
            if (bytes < 0 || bytes > MAX_ITEM_BYTES) {
                throw new IllegalArgumentException(
                        "A threshold is 0 to " + MAX_ITEM_BYTES + " bytes, but was: " + bytes);
            }
            this.threshold = bytes;
            return this;
        }

        /**
         * The most serialized, uncompressed bytes that a payload may have, on writes and on reads; 256 MiB by default.
         *
         * @param bytes 1 or more
         */
        public Builder<T> maxPayloadBytes(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("A limit is 1 or more bytes, but was: " + bytes);
            }
            this.maxPayloadBytes = bytes;
            return this;
        }

        /**
         * The most uncompressed bytes that a {@link StreamedPayload} may have, on writes and on reads; 1 TiB by default.
         *
         * @param bytes 1 or more
         */
        public Builder<T> maxStreamedBytes(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("A limit is 1 or more bytes, but was: " + bytes);
            }
            this.maxStreamedBytes = bytes;
            return this;
        }

        /**
         * Where the stored bytes of a {@link StreamedPayload} are kept, in files without a name, until they have been sent; the system's
         * folder for temporary files by default.
         *
         * @param folder must be there, writable, and have room for the largest payloads
         */
        public Builder<T> temporaryFolder(Path folder) {
            this.spools = new Spool.Folder(Objects.requireNonNull(folder, "folder"), Spool.Folder.DEFAULT_MEMORY);
            return this;
        }

        /**
         * How young an object under a shared key must be to be referenced again without storing it anew; 12 hours by
         * default. Must be less than half the grace period of whoever removes unreferenced objects.
         *
         * @param age by the store's clock, not negative
         */
        public Builder<T> trustSharedObjectsFor(Duration age) {
            if (age.isNegative()) {
                throw new IllegalArgumentException("An age is not negative, but was: " + age);
            }
            return trustSharedObjectsFor(() -> age);
        }

        /** As {@link #trustSharedObjectsFor(Duration)}, with an age that is asked for whenever it is needed. */
        public Builder<T> trustSharedObjectsFor(Supplier<Duration> age) {
            this.trustSharedObjectsFor = Objects.requireNonNull(age, "age");
            return this;
        }

        Builder<T> writeIds(Supplier<String> ids) {
            this.writeIds = ids;
            return this;
        }

        /**
         * The pipeline.
         *
         * @throws IllegalArgumentException if the store or the template is missing, two stores have one location, or the
         *     serializer's id is not one that can be stored
         * @throws MissingProviderException if there is no compressor with the chosen id
         */
        public PayloadPipeline<T> build() {
            if (blobStore == null || keyTemplate == null) {
                throw new IllegalArgumentException("A pipeline needs a blobStore and a keyTemplate.");
            }
            Registry.requireStorable("serializer", serializer.id(), serializer);
            Compressors found = compressors == null ? Compressors.discover() : compressors;
            Compressor writer = found.require(compressor);
            PayloadCodec<T> codec = new PayloadCodec<>(serializer, writer, found, alwaysCompress, maxPayloadBytes);
            return new PayloadPipeline<>(this, codec, keyTemplate, blobStore);
        }

        private Map<BlobLocation, BlobStore> readable(BlobStore own) {
            Map<BlobLocation, BlobStore> stores = new LinkedHashMap<>();
            stores.put(own.location(), own);
            for (BlobStore other : readFrom) {
                if (stores.putIfAbsent(other.location(), other) != null) {
                    throw new IllegalArgumentException("Two stores have the location " + other.location()
                            + "; which of them to read from would be a guess.");
                }
            }
            return stores;
        }

        private List<KeyTemplate> templates(KeyTemplate current) {
            List<KeyTemplate> all = new ArrayList<>(formerTemplates);
            all.add(0, current);
            return List.copyOf(all);
        }
    }
}
