package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobBody;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobReader;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.BlobStoreProvider;
import io.github.s3backed.core.spi.BlobVersion;
import io.github.s3backed.core.spi.CheckableBlobStore;
import io.github.s3backed.core.spi.CopyingBlobStore;
import io.github.s3backed.core.spi.FailedDeletion;
import io.github.s3backed.core.spi.Finding;
import io.github.s3backed.core.spi.ListedBlob;
import io.github.s3backed.core.spi.Listing;
import io.github.s3backed.core.spi.PresignedUrl;
import io.github.s3backed.core.spi.PresigningBlobStore;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import io.github.s3backed.core.spi.RangedBlobStore;
import io.github.s3backed.core.spi.StoreUse;
import io.github.s3backed.core.spi.UnfinishedUpload;
import io.github.s3backed.core.spi.UnfinishedUploadStore;
import io.github.s3backed.core.spi.VersionedBlobStore;
import io.github.s3backed.core.spi.Versioning;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * A bucket of Amazon S3, or of a service that speaks like it. Safe for use by many threads.
 *
 * <p>Over an {@link S3Client}, calls run on threads of this store, 50 at most: as many as that client has connections. Over
 * an {@link S3AsyncClient} those threads run readers alone, which so never hold up the client's own threads; an object of
 * up to 8 MiB is complete in memory before its reader runs, on one of as many threads as there are processors. They end when they
 * have been idle for some seconds.
 *
 * <p>Every object is stored with its SHA-256, which S3 verifies, and a body is verified against its checksum while it is
 * read, unless its reader {@linkplain io.github.s3backed.core.spi.BlobReader#verifies verifies} it. For such a reader the store leaves that checksum away until it
 * sees S3 send an MD5, which costs the SDK more, behind a body; a client that was built with {@code
 * responseChecksumValidation(WHEN_REQUIRED)} computes neither. Content whose hash is not known is read twice. Content of more than 16 MiB, and of more than {@link Builder#partSize},
 * is stored in parts, several at once, each with the SHA-256 of the part; S3 keeps no hash of such an object as a whole, so that
 * {@link BlobInfo#sha256} is empty, and dates it by when its first request was sent. Nothing of it is held in memory. All
 * smaller ones are stored in one request: S3 takes no SHA-256 of an object that a client divides. {@code
 * multipartEnabled(true)} of a client is therefore passed over; {@link S3AsyncClient#crtBuilder} needs a {@code
 * thresholdInBytes} of 16 MiB and of the part size at least, or puts fail.
 *
 * <p>A put in parts that fails or is cancelled is aborted. Where that fails too, or the process ends, or the answer to the very
 * first request is lost, there is no object, but there may be an unfinished upload, which costs money and which nobody sees: a
 * lifecycle rule of the bucket (AbortIncompleteMultipartUpload) removes it. Cancelling a put stops the requests that are under
 * way where the client can do that, and lets none follow but the abort.
 *
 * <p>The client tries again where it is configured to. If it does so after the answer to a {@link PutMode#IF_ABSENT} was
 * lost, S3 answers 412 although the object is this very put's: {@link PutResult#EXISTS}. A 409, which S3 answers while it
 * does not know which of two conditional puts wins, is tried again here, five times, as is a read whose body broke off,
 * three times in all.
 *
 * <p>The caller needs {@code s3:PutObject}, {@code s3:GetObject} and {@code s3:DeleteObject} on the objects, and {@code
 * s3:AbortMultipartUpload} for large ones. Without
 * {@code s3:ListBucket} on the bucket S3 does not say that an object is not there, and what should fail with
 * {@link io.github.s3backed.core.BlobNotFoundException} fails as a denied request.
 */
public final class S3BlobStore
        implements CheckableBlobStore,
                RangedBlobStore,
                CopyingBlobStore,
                PresigningBlobStore,
                VersionedBlobStore,
                UnfinishedUploadStore {

    private final BlobLocation location;
    private final S3Work work;
    private final S3Settings settings;
    private final S3LargeObjects large;
    private final S3Presigning presigning;
    private final Object client;
    private final S3Errors errors;
    private final S3Check check;
    private final S3Contents contents;
    private final List<AutoCloseable> owned;

    S3BlobStore(
            S3Settings settings,
            S3Work work,
            S3LargeObjects large,
            S3Presigning presigning,
            Object client,
            S3Check check,
            S3Contents contents,
            List<AutoCloseable> owned) {
        this.settings = settings;
        this.location = new BlobLocation("s3", settings.bucket());
        this.work = work;
        this.large = large;
        this.presigning = presigning;
        this.client = client;
        this.errors = new S3Errors(settings);
        this.check = check;
        this.contents = contents;
        this.owned = owned;
    }

    /**
     * A store over a client that blocks.
     *
     * @param client stays the caller's: closing the store does not close it
     */
    public static S3BlobStore create(S3Client client, String bucket) {
        return builder().client(client).bucket(bucket).build();
    }

    /**
     * A store over a client that does not block.
     *
     * @param client stays the caller's: closing the store does not close it
     */
    public static S3BlobStore create(S3AsyncClient client, String bucket) {
        return builder().client(client).bucket(bucket).build();
    }

    /** A builder that needs a client and a bucket. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public BlobLocation location() {
        return location;
    }

    @Override
    public CompletionStage<PutResult> put(String key, BlobContent content, BlobMetadata metadata, PutMode mode) {
        return exchange(
                S3Operation.PUT,
                key,
                exchange -> large.dividing().divides(content)
                        ? large.dividing().put(exchange, key, content, metadata, mode)
                        : work.put(exchange, key, content, metadata, mode));
    }

    /** Whether {@code source} is, or stands for, an S3 store over the very same client. */
    @Override
    public boolean copiesFrom(BlobStore source) {
        return source.as(S3BlobStore.class)
                .filter(other -> other.client == client)
                .isPresent();
    }

    /**
     * {@inheritDoc}
     *
     * <p>The copy has this store's encryption, storage class and tags; without tags of its own, those of the source. It keeps a
     * SHA-256 unless it is of more than 5 GiB. What a lost answer has left undecided the client may ask for again: a copy onto
     * itself may then be taken for a change by somebody else.
     */
    @Override
    public CompletionStage<Void> copy(BlobStore source, String sourceKey, BlobInfo observed, String key) {
        S3BlobStore from = source.as(S3BlobStore.class).orElse(null);
        if (from == null || from.client != client) {
            return refused("The store " + source.location() + " is not over the same S3 client as " + location + ".");
        }
        if (observed.entityTag().isEmpty()) {
            return refused("What was observed of an object that is to be copied must hold its entity tag.");
        }
        return exchange(
                S3Operation.COPY,
                key,
                exchange ->
                        large.copying().copy(exchange, new S3Source(from.settings, sourceKey, null), observed, key));
    }

    private static <R> CompletionStage<R> refused(String why) {
        return CompletableFuture.failedFuture(new IllegalArgumentException(why));
    }

    /**
     * {@inheritDoc}
     *
     * <p>It names neither the expected owner of the bucket nor a checksum mode, which would have to be sent as headers. It is
     * refused from when on the presigner's credentials have expired, if that is sooner. Whoever signs needs {@code
     * s3:GetObject}, at the time when the URL is used.
     */
    @Override
    public PresignedUrl presign(String key, Duration validFor, @Nullable String contentDisposition) {
        return presigning.presign(key, validFor, contentDisposition);
    }

    @Override
    public <R> CompletionStage<R> get(String key, BlobReader<R> reader) {
        return exchange(S3Operation.GET, key, exchange -> work.get(exchange, key, reader));
    }

    /** {@inheritDoc} An open body holds one of the client's connections. */
    @Override
    public CompletionStage<BlobBody> open(String key, long position, @Nullable String entityTag) {
        if (position < 0) {
            return refused("A position is not negative, but was: " + position);
        }
        Exchange<BlobBody> exchange = new Exchange<>(S3Bodies::abandon);
        return exchange(S3Operation.GET, key, exchange, begun -> large.opening().open(begun, key, position, entityTag));
    }

    @Override
    public CompletionStage<Optional<BlobInfo>> head(String key) {
        return exchange(S3Operation.HEAD, key, exchange -> work.head(exchange, key, null));
    }

    @Override
    public CompletionStage<Void> delete(String key) {
        return exchange(S3Operation.DELETE, key, exchange -> work.delete(exchange, key));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Beyond what the operations need it asks for {@code s3:GetBucketVersioning}, and does without if that is not
     * permitted.
     */
    @Override
    public CompletionStage<List<Finding>> check(StoreUse use) {
        return check.run(this, use);
    }

    /** {@inheritDoc} Needs {@code s3:ListBucket}. */
    @Override
    public CompletionStage<Listing<ListedBlob>> list(String prefix, @Nullable String continuation) {
        return contents.list(prefix, continuation);
    }

    @Override
    public CompletionStage<List<FailedDeletion>> deleteAll(List<String> keys) {
        return contents.deleteAll(keys);
    }

    /** {@inheritDoc} Needs {@code s3:GetBucketVersioning}. */
    @Override
    public CompletionStage<Versioning> versioning() {
        return contents.versioning();
    }

    /** {@inheritDoc} Needs {@code s3:ListBucketVersions}. */
    @Override
    public CompletionStage<Listing<BlobVersion>> listVersions(String prefix, @Nullable String continuation) {
        return contents.listVersions(prefix, continuation);
    }

    /** {@inheritDoc} Needs {@code s3:DeleteObjectVersion}. */
    @Override
    public CompletionStage<List<FailedDeletion>> deleteVersions(List<BlobVersion> versions) {
        return contents.deleteVersions(versions);
    }

    /** {@inheritDoc} Needs {@code s3:GetObjectVersion}. */
    @Override
    public CompletionStage<Optional<BlobInfo>> headVersion(String key, String versionId) {
        return exchange(S3Operation.HEAD_VERSION, key, exchange -> work.head(exchange, key, versionId));
    }

    /**
     * {@inheritDoc}
     *
     * <p>What {@link #copy} says of a copy holds for it, and one of more than 5 GiB is made in parts. Needs {@code s3:GetObjectVersion} and
     * {@code s3:PutObject}.
     */
    @Override
    public CompletionStage<Void> restore(String key, String versionId, BlobInfo observed) {
        return observed.entityTag().isEmpty()
                ? refused("What was observed of a version that is to be restored must hold its entity tag.")
                : exchange(
                        S3Operation.RESTORE,
                        key,
                        exchange ->
                                large.copying().copy(exchange, new S3Source(settings, key, versionId), observed, key));
    }

    /** {@inheritDoc} Needs {@code s3:ListBucketMultipartUploads}. */
    @Override
    public CompletionStage<Listing<UnfinishedUpload>> listUploads(String prefix, @Nullable String continuation) {
        return contents.listUploads(prefix, continuation);
    }

    /** {@inheritDoc} Needs {@code s3:AbortMultipartUpload}. */
    @Override
    public CompletionStage<Void> abortUpload(UnfinishedUpload upload) {
        return contents.abortUpload(upload);
    }

    private <R> CompletionStage<R> exchange(
            S3Operation operation, String key, Function<Exchange<R>, CompletionStage<R>> calls) {
        return exchange(operation, key, new Exchange<>(), calls);
    }

    private <R> CompletionStage<R> exchange(
            S3Operation operation, String key, Exchange<R> exchange, Function<Exchange<R>, CompletionStage<R>> calls) {
        try {
            S3Keys.require(key);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        start(exchange, calls).whenComplete((value, failure) -> {
            if (failure == null) {
                exchange.end(value);
            } else {
                exchange.completeExceptionally(explain(operation, key, S3Errors.unwrap(failure)));
            }
        });
        return exchange;
    }

    private static <R> CompletionStage<R> start(Exchange<R> exchange, Function<Exchange<R>, CompletionStage<R>> calls) {
        try {
            return calls.apply(exchange);
        } catch (Throwable e) {
            // A closed client, or an executor that takes no more or cannot make a thread.
            return CompletableFuture.failedFuture(e);
        }
    }

    private Throwable explain(S3Operation operation, String key, Throwable failure) {
        return failure instanceof S3Calls.ReaderFailure
                ? failure.getCause()
                : errors.translate(operation, key, failure);
    }

    /** Ends this store's own threads when they have done what was asked for. The client stays open. */
    @Override
    public void close() {
        for (AutoCloseable resource : owned) {
            try {
                resource.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Settings of an {@link S3BlobStore}. Not safe for use by many threads. */
    public static final class Builder {

        private @Nullable S3Client client;
        private @Nullable S3AsyncClient asyncClient;
        private @Nullable String bucket;
        private @Nullable String owner;
        private @Nullable ServerSideEncryption encryption;
        private @Nullable String kmsKeyId;
        private boolean bucketKey;
        private @Nullable StorageClass storageClass;
        private Map<String, String> tags = Map.of();
        private long partSize = S3Limits.DEFAULT_PART;
        private int parallelParts = S3Limits.DEFAULT_PARALLEL_PARTS;
        private long divideAbove = S3Limits.LEAST_DIVIDED;
        private long copyAbove = S3Limits.LARGEST_COPY;
        private @Nullable S3Presigner presigner;
        private Duration maxPresignDuration = Duration.ofHours(1);
        private @Nullable Executor executor;
        private boolean ownsClient;

        private Builder() {}

        /** The client to use, instead of an async one. It stays the caller's, who closes it after the store. */
        public Builder client(S3Client client) {
            this.client = Objects.requireNonNull(client, "client");
            return this;
        }

        /** The client to use, instead of a blocking one. It stays the caller's, who closes it after the store. */
        public Builder client(S3AsyncClient client) {
            this.asyncClient = Objects.requireNonNull(client, "client");
            return this;
        }

        /** The bucket's name. It must be there. */
        public Builder bucket(String bucket) {
            this.bucket = Objects.requireNonNull(bucket, "bucket");
            return this;
        }

        /**
         * The account that the bucket must belong to: 12 digits. Sent with every request, so that S3 refuses a bucket that
         * somebody else has made under that name.
         */
        public Builder expectedBucketOwner(String account) {
            if (!account.matches("[0-9]{12}")) {
                throw new IllegalArgumentException("An account id has 12 digits, but was: " + account);
            }
            this.owner = account;
            return this;
        }

        /** How S3 encrypts the objects; if not given, as the bucket says. */
        public Builder serverSideEncryption(ServerSideEncryption encryption) {
            this.encryption = Objects.requireNonNull(encryption, "encryption");
            return this;
        }

        /** The id or ARN of the key for {@code aws:kms}; if not given, the account's own for S3. */
        public Builder kmsKeyId(String keyId) {
            this.kmsKeyId = Objects.requireNonNull(keyId, "keyId");
            return this;
        }

        /** Whether a key of the bucket saves most calls to KMS; if not given, as the bucket says. */
        public Builder bucketKeyEnabled(boolean enabled) {
            this.bucketKey = enabled;
            return this;
        }

        /** The objects' storage class; STANDARD if not given. One that must be restored first cannot be read. */
        public Builder storageClass(StorageClass storageClass) {
            this.storageClass = Objects.requireNonNull(storageClass, "storageClass");
            return this;
        }

        /** Tags of every object: 10 at most. They need the permission {@code s3:PutObjectTagging}. */
        public Builder tags(Map<String, String> tags) {
            if (tags.size() > S3Keys.MAX_TAGS) {
                throw new IllegalArgumentException(
                        "An object has " + S3Keys.MAX_TAGS + " tags at most, but these are " + tags.size() + ".");
            }
            this.tags = Map.copyOf(tags);
            return this;
        }

        /**
         * The size of the parts in which content of more than that, and of more than 16 MiB, is stored: 5 MiB to 5 GiB, 8 MiB if
         * not given. Of content that would need more than 10,000 parts they are larger.
         */
        public Builder partSize(long bytes) {
            if (bytes < S3Limits.LEAST_PART || bytes > S3Limits.LARGEST_PART) {
                throw new IllegalArgumentException("A part has " + S3Limits.LEAST_PART + " to " + S3Limits.LARGEST_PART
                        + " bytes, but was to have " + bytes + ".");
            }
            this.partSize = bytes;
            return this;
        }

        /** How many parts of one object are under way at once: 1 or more, 4 if not given. Each takes a connection. */
        public Builder parallelParts(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("At least 1 part is under way at once, but not: " + count);
            }
            this.parallelParts = count;
            return this;
        }

        /** For tests, which would otherwise need large objects. */
        Builder divideAbove(long bytes) {
            this.divideAbove = bytes;
            return this;
        }

        /** For tests, which would otherwise need objects that S3 does not copy in one request. */
        Builder copyAbove(long bytes) {
            this.copyAbove = bytes;
            return this;
        }

        /** What signs URLs, for the client's region, endpoint and way to name buckets. It stays the caller's. */
        public Builder presigner(S3Presigner presigner) {
            this.presigner = Objects.requireNonNull(presigner, "presigner");
            return this;
        }

        /** For how long a URL may be valid: up to 7 days, one hour if not given. */
        public Builder maxPresignDuration(Duration longest) {
            if (longest.getSeconds() < 1 || longest.compareTo(S3Limits.LONGEST_PRESIGN) > 0) {
                throw new IllegalArgumentException(
                        "URLs are valid for 1 second to 7 days at the most, but were to be for: " + longest);
            }
            this.maxPresignDuration = longest;
            return this;
        }

        /**
         * Where blocking calls and readers run, instead of threads of the store's own. It stays the caller's. Its threads
         * must be free to block, and there should be as many of them as the client has connections.
         */
        public Builder executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Builds the store, which sends no request.
         *
         * @throws IllegalArgumentException if there is no bucket, not exactly one client, or a KMS setting without
         *     {@code aws:kms}
         */
        public S3BlobStore build() {
            return S3Assembly.build(settings(), limits(), client, asyncClient, presigner, executor, ownsClient);
        }

        private S3Limits limits() {
            return new S3Limits(
                    partSize, parallelParts, Math.max(divideAbove, partSize), copyAbove, maxPresignDuration);
        }

        private S3Settings settings() {
            if (bucket == null) {
                throw new IllegalArgumentException("An S3 blob store needs a bucket.");
            }
            boolean kms = encryption == ServerSideEncryption.AWS_KMS || encryption == ServerSideEncryption.AWS_KMS_DSSE;
            if ((kmsKeyId != null || bucketKey) && !kms) {
                throw new IllegalArgumentException(
                        "A KMS key id and a bucket key need serverSideEncryption(AWS_KMS), but it was: " + encryption);
            }
            return new S3Settings(bucket, owner, encryption, kmsKeyId, bucketKey, storageClass, tags);
        }
    }

    /**
     * Builds a store from {@code s3://my-bucket?region=eu-central-1&expectedBucketOwner=123456789012}, over an async client
     * of its own with the SDK's default credentials, which closing the store closes. Both parameters may be missing; the
     * region then is the SDK's default.
     */
    public static final class Provider implements BlobStoreProvider {

        /** Called by {@link java.util.ServiceLoader}. */
        public Provider() {}

        @Override
        public String scheme() {
            return "s3";
        }

        @Override
        public BlobStore create(URI uri) {
            S3StoreUri store = S3StoreUri.parse(uri);
            Builder builder = builder().bucket(store.bucket());
            if (store.expectedBucketOwner() != null) {
                builder.expectedBucketOwner(store.expectedBucketOwner());
            }
            builder.ownsClient = true;
            return builder.client(store.newClient()).build();
        }
    }
}
