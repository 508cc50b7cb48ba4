package io.github.s3backed.dynamodb;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PayloadSerializer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A top-level attribute whose values are kept in a blob store. What is not set here is as the {@link S3BackedDynamoDb}
 * says. Immutable.
 */
public final class S3BackedAttribute {

    private final String name;
    private final Form form;
    private final PayloadSerializer<?> serializer;
    private final Fetch fetch;
    private final @Nullable BlobStore blobStore;
    private final @Nullable KeyTemplate keyTemplate;
    private final List<KeyTemplate> formerKeyTemplates;
    private final @Nullable String compressor;
    private final @Nullable Integer threshold;
    private final @Nullable NativeForm<?> nativeForm;

    private S3BackedAttribute(Builder builder) {
        this.name = builder.name;
        this.form = builder.form;
        this.serializer = builder.serializer;
        this.fetch = builder.fetch;
        this.blobStore = builder.blobStore;
        this.keyTemplate = builder.keyTemplate;
        this.formerKeyTemplates = builder.formerKeyTemplates;
        this.compressor = builder.compressor;
        this.threshold = builder.threshold;
        this.nativeForm = builder.nativeForm;
    }

    /** An attribute that requests and responses hold as type S. Stored as UTF-8 under the serializer id {@code text}. */
    public static Builder text(String name) {
        return new Builder(name, Form.STRING, NativeText.TEXT);
    }

    /**
     * An attribute that requests and responses hold as type S: one JSON text, whose syntax is not checked. Stored as UTF-8
     * under the serializer id {@code json}.
     */
    public static Builder json(String name) {
        return new Builder(name, Form.STRING, NativeText.JSON);
    }

    /** An attribute that requests and responses hold as type B. Stored under the serializer id {@code binary}. */
    public static Builder binary(String name) {
        return new Builder(name, Form.BYTES, NativeBytes.BINARY);
    }

    /**
     * An attribute that requests and responses hold as a {@link PayloadHandle}, for adapters that put values of Java types
     * into requests and take them out of responses.
     *
     * @param serializer how values become bytes; its id is stored
     */
    public static Builder typed(String name, PayloadSerializer<?> serializer) {
        return new Builder(name, Form.HANDLE, Objects.requireNonNull(serializer, "serializer"));
    }

    /**
     * An attribute of bytes that need not fit in memory: requests and responses hold it as a {@link PayloadHandle} of a {@link
     * io.github.s3backed.core.StreamedPayload}, whose bytes are read when somebody asks for them. Requests may also hold it as type B.
     * Stored under the serializer id {@code binary}, as those of {@link #binary} are.
     */
    public static Builder streamed(String name) {
        return binary(name).fetch(Fetch.AS_STREAM);
    }

    /** As {@link #binary}, under the id of another serializer, whose bytes they are. */
    static Builder bytes(String name, PayloadSerializer<byte[]> serializer) {
        return new Builder(name, Form.BYTES, serializer);
    }

    /** The attribute's name in the item. */
    public String name() {
        return name;
    }

    Form form() {
        return form;
    }

    PayloadSerializer<?> serializer() {
        return serializer;
    }

    Fetch fetch() {
        return fetch;
    }

    @Nullable
    BlobStore blobStore() {
        return blobStore;
    }

    @Nullable
    KeyTemplate keyTemplate() {
        return keyTemplate;
    }

    List<KeyTemplate> formerKeyTemplates() {
        return formerKeyTemplates;
    }

    @Nullable
    String compressor() {
        return compressor;
    }

    @Nullable
    Integer threshold() {
        return threshold;
    }

    @Nullable
    NativeForm<?> nativeForm() {
        return nativeForm;
    }

    /** Whether another registration of the same attribute says the same: two entities may share a table and an attribute. */
    boolean agreesWith(S3BackedAttribute other) {
        return form == other.form
                && fetch == other.fetch
                && serializer.id().equals(other.serializer.id())
                && serializer.type().equals(other.serializer.type())
                && blobStore == other.blobStore
                && Objects.equals(keyTemplate, other.keyTemplate)
                && formerKeyTemplates.equals(other.formerKeyTemplates)
                && Objects.equals(compressor, other.compressor)
                && Objects.equals(threshold, other.threshold);
    }

    /** When the object of an item that is read is fetched. */
    enum Fetch {
        WITH_ITEM,
        WHEN_ASKED,
        AS_STREAM
    }

    /** How requests and responses hold a value. */
    enum Form {
        STRING,
        BYTES,
        HANDLE
    }

    /** Collects the settings of one attribute. Not thread-safe. */
    public static final class Builder {

        private final String name;
        private final Form form;
        private final PayloadSerializer<?> serializer;
        private Fetch fetch = Fetch.WITH_ITEM;
        private @Nullable BlobStore blobStore;
        private @Nullable KeyTemplate keyTemplate;
        private List<KeyTemplate> formerKeyTemplates = List.of();
        private @Nullable String compressor;
        private @Nullable Integer threshold;
        private @Nullable NativeForm<?> nativeForm;

        private Builder(String name, Form form, PayloadSerializer<?> serializer) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("The name of an attribute is not empty.");
            }
            this.name = name;
            this.form = form;
            this.serializer = serializer;
        }

        /**
         * Makes responses hold a {@link PayloadHandle} of a {@link io.github.s3backed.core.LazyPayload}, which is fetched when somebody
         * asks for it, so that reading an item costs no request to the store. Requests may hold one as well, or a value as before.
         *
         * @throws IllegalStateException for a streamed attribute, which is read later in any case
         */
        public Builder lazy() {
            if (fetch == Fetch.AS_STREAM) {
                throw new IllegalStateException("A streamed attribute is read when somebody asks for it in any case.");
            }
            fetch = Fetch.WHEN_ASKED;
            return this;
        }

        Builder fetch(Fetch when) {
            this.fetch = when;
            return this;
        }

        /** Where new payloads go; the {@link S3BackedDynamoDb}'s store by default. Stays open. */
        public Builder blobStore(BlobStore store) {
            this.blobStore = Objects.requireNonNull(store, "store");
            return this;
        }

        /** What new keys are built from; the {@link S3BackedDynamoDb}'s template by default. */
        public Builder keyTemplate(KeyTemplate template) {
            this.keyTemplate = Objects.requireNonNull(template, "template");
            return this;
        }

        /** Templates that keys of this attribute were built from before, beside those of the {@link S3BackedDynamoDb}. */
        public Builder formerKeyTemplates(KeyTemplate... templates) {
            this.formerKeyTemplates = List.of(templates);
            return this;
        }

        /** The id of the compressor for new payloads; the {@link S3BackedDynamoDb}'s by default. */
        public Builder compressor(String id) {
            this.compressor = Objects.requireNonNull(id, "id");
            return this;
        }

        /**
         * From how many stored (compressed) bytes a payload is offloaded; the {@link S3BackedDynamoDb}'s threshold by default.
         *
         * @param bytes 0 to 409,600; checked when the table is registered
         */
        public Builder threshold(int bytes) {
            this.threshold = bytes;
            return this;
        }

        /**
         * How values look where DynamoDB holds them itself, for tools that move them there or from there; without it they leave a
         * {@link S3BackedAttribute#typed} attribute alone. Of other attributes it is known.
         *
         * @param form of the Java type that the attribute's serializer handles
         */
        public Builder nativeForm(NativeForm<?> form) {
            this.nativeForm = Objects.requireNonNull(form, "form");
            return this;
        }

        /** The attribute. */
        public S3BackedAttribute build() {
            return new S3BackedAttribute(this);
        }
    }
}
