package io.github.s3backed.enhanced.client;

import io.github.s3backed.core.Compressors;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.Placeholder;
import io.github.s3backed.core.Serializers;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PayloadSerializer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the plain converters store payloads, under which keys, and in what form. One configuration may serve any number
 * of converters. Immutable and safe for use by many threads; the stores in it stay open and are their owner's to close.
 */
public final class S3BackedConverterConfig {

    private static final String GZIP = "gzip";
    private static final String IDENTITY = "identity";

    private static final Set<Placeholder> ITEM_SCOPED =
            Set.of(Placeholder.TABLE, Placeholder.ITEM, Placeholder.PARTITION_KEY, Placeholder.SORT_KEY);

    private final BlobStore blobStore;
    private final List<BlobStore> readFrom;
    private final KeyTemplate keyTemplate;
    private final List<KeyTemplate> formerKeyTemplates;
    private final @Nullable String attributeName;
    private final String compressor;
    private final int threshold;
    private final @Nullable Long maxPayloadBytes;
    private final @Nullable Long maxStreamedBytes;
    private final @Nullable Path temporaryFolder;
    private final @Nullable Duration trustSharedObjectsFor;
    private final boolean pynamodbMateCompatible;
    private final Serializers serializers;
    private final Compressors compressors;

    private S3BackedConverterConfig(Builder builder, BlobStore blobStore) {
        this.blobStore = blobStore;
        this.readFrom = List.copyOf(builder.readFrom);
        this.keyTemplate = builder.keyTemplate;
        this.formerKeyTemplates = List.copyOf(builder.formerKeyTemplates);
        this.attributeName = builder.attributeName;
        this.compressor = builder.compressor;
        this.threshold = builder.threshold;
        this.maxPayloadBytes = builder.maxPayloadBytes;
        this.maxStreamedBytes = builder.maxStreamedBytes;
        this.temporaryFolder = builder.temporaryFolder;
        this.trustSharedObjectsFor = builder.trustSharedObjectsFor;
        this.pynamodbMateCompatible = builder.pynamodbMateCompatible;
        this.serializers = builder.serializers == null ? Serializers.discover() : builder.serializers;
        this.compressors = builder.compressors == null ? Compressors.discover() : builder.compressors;
    }

    /** A configuration that stores in {@code blobStore} and leaves everything else at its default. */
    public static S3BackedConverterConfig create(BlobStore blobStore) {
        return builder().blobStore(blobStore).build();
    }

    /** A builder with the defaults that its methods name. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that begins with this configuration, such as to give another attribute its name. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.blobStore = blobStore;
        builder.readFrom.addAll(readFrom);
        builder.keyTemplate = keyTemplate;
        builder.formerKeyTemplates.addAll(formerKeyTemplates);
        builder.attributeName = attributeName;
        builder.compressor = compressor;
        builder.threshold = threshold;
        builder.maxPayloadBytes = maxPayloadBytes;
        builder.maxStreamedBytes = maxStreamedBytes;
        builder.temporaryFolder = temporaryFolder;
        builder.trustSharedObjectsFor = trustSharedObjectsFor;
        builder.pynamodbMateCompatible = pynamodbMateCompatible;
        builder.serializers = serializers;
        builder.compressors = compressors;
        return builder;
    }

    Serializers serializers() {
        return serializers;
    }

    Optional<String> attributeName() {
        return Optional.ofNullable(attributeName);
    }

    /** What is known of the place of a payload: the attribute's name at most. */
    KeyContext context() {
        return attributeName == null
                ? KeyContext.empty()
                : KeyContext.builder().attribute(attributeName).build();
    }

    <T> PayloadPipeline<T> pipeline(PayloadSerializer<T> serializer) {
        PayloadPipeline.Builder<T> pipeline = PayloadPipeline.builder(serializer)
                .blobStore(blobStore)
                .readFrom(readFrom.toArray(BlobStore[]::new))
                .keyTemplate(keyTemplate)
                .formerKeyTemplates(formerKeyTemplates.toArray(KeyTemplate[]::new))
                .compressors(compressors)
                .compressor(compressor)
                .alwaysCompress(pynamodbMateCompatible)
                .threshold(threshold);
        if (maxPayloadBytes != null) {
            pipeline.maxPayloadBytes(maxPayloadBytes);
        }
        if (maxStreamedBytes != null) {
            pipeline.maxStreamedBytes(maxStreamedBytes);
        }
        if (temporaryFolder != null) {
            pipeline.temporaryFolder(temporaryFolder);
        }
        if (trustSharedObjectsFor != null) {
            pipeline.trustSharedObjectsFor(trustSharedObjectsFor);
        }
        return pipeline.build();
    }

    private S3BackedConverterConfig checked() {
        requireKnown(keyTemplate, true);
        formerKeyTemplates.forEach(former -> requireKnown(former, false));
        requireReadableByPynamodbMate();
        // The pipeline knows the limits of every setting; a bad one is to be seen now and not at the first payload.
        pipeline(NoPayload.INSTANCE);
        return this;
    }

    // A former template is read by and never rendered: an epoch may stand in it, because any epoch is a valid one.
    private void requireKnown(KeyTemplate template, boolean rendered) {
        boolean itemScoped = template.placeholders().stream().anyMatch(ITEM_SCOPED::contains);
        if (itemScoped || rendered && template.uses(Placeholder.EPOCH)) {
            throw new IllegalArgumentException("Key template '" + template + "' names what a plain converter does not"
                    + " know: it sees neither table, item, keys nor epoch. Use {fingerprint}, {writeId} and"
                    + " {attribute}.");
        }
        if (template.uses(Placeholder.ATTRIBUTE) && attributeName == null) {
            throw new IllegalArgumentException(
                    "Key template '" + template + "' holds {attribute}, and a plain converter"
                            + " is not told which attribute it serves: set attributeName.");
        }
    }

    private void requireReadableByPynamodbMate() {
        if (!pynamodbMateCompatible) {
            return;
        }
        if (!compressor.equals(GZIP) && !compressor.equals(IDENTITY)) {
            throw new IllegalArgumentException("pynamodb_mate reads gzip (compressed=True) or identity"
                    + " (compressed=False), but the compressor is '" + compressor + "'.");
        }
        if (threshold != 0) {
            throw new IllegalArgumentException(
                    "pynamodb_mate cannot read a payload that is kept in the item: leave the threshold at 0, not "
                            + threshold + ".");
        }
    }

    /** Configures converters. Not thread-safe. */
    public static final class Builder {

        private @Nullable BlobStore blobStore;
        private final List<BlobStore> readFrom = new ArrayList<>();
        private KeyTemplate keyTemplate = KeyTemplate.PYNAMODB_MATE;
        private final List<KeyTemplate> formerKeyTemplates = new ArrayList<>();
        private @Nullable String attributeName;
        private String compressor = GZIP;
        private int threshold;
        private @Nullable Long maxPayloadBytes;
        private @Nullable Long maxStreamedBytes;
        private @Nullable Path temporaryFolder;
        private @Nullable Duration trustSharedObjectsFor;
        private boolean pynamodbMateCompatible;
        private @Nullable Serializers serializers;
        private @Nullable Compressors compressors;

        private Builder() {}

        /**
         * Where payloads are stored and read from: {@code bucket_name} and {@code s3_client} in one. Required; stays
         * open.
         */
        public Builder blobStore(BlobStore store) {
            this.blobStore = Objects.requireNonNull(store, "store");
            return this;
        }

        /** Further stores whose references are followed, such as the bucket of a former configuration; none by default. */
        public Builder readFrom(BlobStore... stores) {
            readFrom.addAll(List.of(stores));
            return this;
        }

        /**
         * What new keys are built from; {@link KeyTemplate#PYNAMODB_MATE} by default, under which equal payloads share one
         * object. May hold {@code {fingerprint}}, {@code {writeId}} and, with an {@link #attributeName}, {@code
         * {attribute}}. With {@code {writeId}} every conversion stores an object of its own, also one whose item is never
         * sent.
         */
        public Builder keyTemplate(KeyTemplate template) {
            this.keyTemplate = Objects.requireNonNull(template, "template");
            return this;
        }

        /**
         * Templates that keys were built from before, and which references are still read by; none by default. Those of
         * {@code pynamodb_mate}'s text and JSON attributes often end in {@code .txt} and {@code .json}. A template that
         * names table, item or keys is refused, because nobody here could tell a reference of the item from another's.
         */
        public Builder formerKeyTemplates(KeyTemplate... templates) {
            formerKeyTemplates.addAll(List.of(templates));
            return this;
        }

        /**
         * The name in the item of the one attribute that this configuration is for: it stands for {@code {attribute}} in
         * the template, and in messages. Unknown by default; the converters work without it.
         *
         * @param name not empty
         */
        public Builder attributeName(String name) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("The name of an attribute is not empty.");
            }
            this.attributeName = name;
            return this;
        }

        /**
         * The id of the compressor for new payloads: {@code gzip} by default, {@code identity} for none (the ancestor's
         * {@code compressed=False}). What is stored says itself what it is read with.
         */
        public Builder compressor(String id) {
            this.compressor = Objects.requireNonNull(id, "id");
            return this;
        }

        /**
         * From how many stored (compressed) bytes a payload is offloaded; smaller ones stay in the item, as an attribute of
         * type B. 0, the default, offloads all.
         *
         * @param bytes 0 to 409,600; checked by {@link #build}
         */
        public Builder threshold(int bytes) {
            this.threshold = bytes;
            return this;
        }

        /**
         * The most serialized, uncompressed bytes that a payload may have, on writes and on reads; 256 MiB by default.
         *
         * @param bytes 1 or more; checked by {@link #build}
         */
        public Builder maxPayloadBytes(long bytes) {
            this.maxPayloadBytes = bytes;
            return this;
        }

        /**
         * The most uncompressed bytes that a streamed payload may have, on writes and on reads; 1 TiB by default.
         *
         * @param bytes 1 or more; checked when a converter is made
         */
        public Builder maxStreamedBytes(long bytes) {
            this.maxStreamedBytes = bytes;
            return this;
        }

        /**
         * Where the stored bytes of streamed payloads are kept, in files that only their owner can read, until they have been sent; the
         * system's folder for temporary files by default.
         *
         * @param folder must be there, writable, and have room for the largest payloads that are written at once
         */
        public Builder temporaryFolder(Path folder) {
            this.temporaryFolder = Objects.requireNonNull(folder, "folder");
            return this;
        }

        /**
         * How young an object under a shared key must be to be referenced again without storing it anew; 12 hours by
         * default. Must be less than half the grace period of whoever removes unreferenced objects.
         *
         * @param age by the store's clock, not negative; checked by {@link #build}
         */
        public Builder trustSharedObjectsFor(Duration age) {
            this.trustSharedObjectsFor = Objects.requireNonNull(age, "age");
            return this;
        }

        /**
         * Whether what is written must be readable by {@code pynamodb_mate}, whose reader always decompresses: with {@code
         * gzip}, payloads that it does not make smaller are compressed all the same. Off by default. Turn it on where
         * {@code pynamodb_mate} still uses the same bucket and keys; it goes with the compressors {@code gzip} and {@code
         * identity} and with a threshold of 0. Reading what {@code pynamodb_mate} wrote needs no setting.
         */
        public Builder pynamodbMateCompatible(boolean compatible) {
            this.pynamodbMateCompatible = compatible;
            return this;
        }

        /** The serializers to choose from by id; those of {@link Serializers#discover} by default. */
        public Builder serializers(Serializers found) {
            this.serializers = Objects.requireNonNull(found, "found");
            return this;
        }

        /** The compressors to choose from by id; those of {@link Compressors#discover} by default. */
        public Builder compressors(Compressors found) {
            this.compressors = Objects.requireNonNull(found, "found");
            return this;
        }

        /**
         * The configuration.
         *
         * @throws IllegalArgumentException if there is no blob store, two stores have one location, a template names what a
         *     plain converter does not know, a number is out of its range, or {@link #pynamodbMateCompatible} contradicts
         *     another setting
         * @throws io.github.s3backed.core.MissingProviderException if there is no compressor with the chosen id
         */
        public S3BackedConverterConfig build() {
            if (blobStore == null) {
                throw new IllegalArgumentException("S3-backed converters need a blobStore.");
            }
            return new S3BackedConverterConfig(this, blobStore).checked();
        }
    }
}
