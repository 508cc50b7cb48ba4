package io.github.s3backed.enhanced.client;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.Serializers;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PayloadSerializer;
import io.github.s3backed.dynamodb.NativeForm;
import io.github.s3backed.dynamodb.PayloadHandle;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An S3-backed attribute of documents, for {@link S3BackedTableSchema#documents}. What is not set is as the client says.
 * Immutable.
 */
public final class S3BackedDocumentAttribute {

    private final String name;
    private final Kind kind;
    private final PayloadSettings settings;

    private S3BackedDocumentAttribute(String name, Kind kind, PayloadSettings settings) {
        this.name = name;
        this.kind = kind;
        this.settings = settings;
    }

    private static S3BackedDocumentAttribute of(String name, Kind kind) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("The name of an attribute is not empty.");
        }
        return new S3BackedDocumentAttribute(name, kind, PayloadSettings.DEFAULTS);
    }

    /** An attribute that documents hold as a string. Needs {@code s3backed-codec-text} at run time. */
    public static S3BackedDocumentAttribute text(String name) {
        return of(name, Kind.TEXT);
    }

    /** An attribute that documents hold as bytes. Needs {@code s3backed-codec-binary} at run time. */
    public static S3BackedDocumentAttribute binary(String name) {
        return of(name, Kind.BINARY);
    }

    /**
     * An attribute that documents hold as a map, a list, a string, a number or a boolean, and which is stored as JSON under
     * the serializer id {@code json}. It needs no codec. Bytes and sets have no form in JSON that could be told from
     * another: a write with one, at any depth, is refused.
     */
    public static S3BackedDocumentAttribute json(String name) {
        return of(name, Kind.JSON);
    }

    /** The attribute's name. */
    public String name() {
        return name;
    }

    private S3BackedDocumentAttribute with(PayloadSettings changed) {
        return new S3BackedDocumentAttribute(name, kind, changed);
    }

    /** The same with another compressor for new payloads. */
    public S3BackedDocumentAttribute compressor(String id) {
        return with(settings.withCompressor(Objects.requireNonNull(id, "id")));
    }

    /** The same with another store for new payloads, by the name that the client's builder gave to it. */
    public S3BackedDocumentAttribute store(String store) {
        return with(settings.withStore(Objects.requireNonNull(store, "store")));
    }

    /**
     * The same with another size, in stored (compressed) bytes, from which payloads are offloaded.
     *
     * @param bytes 0 to 409,600; checked when a table is made
     */
    public S3BackedDocumentAttribute threshold(int bytes) {
        return with(settings.withThreshold(bytes));
    }

    /** The same with another template for new keys. */
    public S3BackedDocumentAttribute template(KeyTemplate template) {
        return with(settings.withTemplate(Objects.requireNonNull(template, "template")));
    }

    /** The same with templates that keys of this attribute were built from before, beside those of the client. */
    public S3BackedDocumentAttribute formerTemplates(KeyTemplate... templates) {
        return with(settings.withFormerTemplates(templates));
    }

    S3BackedAttribute attribute(String named, Serializers serializers, Function<String, BlobStore> stores) {
        return settings.applyTo(
                S3BackedAttribute.typed(named, kind.serializer(serializers)).nativeForm(new HeldForm(name, kind)),
                stores);
    }

    /** What a document holds, as the client takes it. */
    AttributeValue toHandle(AttributeValue held) {
        return held.type() == AttributeValue.Type.NUL ? held : PayloadHandle.of(kind.payload(name, held), () -> held);
    }

    /** What the client gives, as a document holds it. */
    AttributeValue fromHandle(AttributeValue read) {
        if (read.type() == AttributeValue.Type.NUL) {
            return read;
        }
        PayloadHandle handle = PayloadHandle.in(read)
                .orElseThrow(
                        () -> Undecorated.read("The S3-backed attribute '" + name + "' of a document", read.type()));
        Object payload = handle.value();
        return payload == null ? handle.nativeValue().orElseThrow() : kind.held(payload);
    }

    /** The native form is what documents hold. */
    private record HeldForm(String name, Kind kind) implements NativeForm<Object> {

        @Override
        public AttributeValue write(Object value) {
            return kind.held(value);
        }

        @Override
        public Object read(AttributeValue held) {
            return kind.payload(name, held);
        }
    }

    /** How documents hold a value, and what the serializer is given. */
    private enum Kind {
        TEXT {
            @Override
            PayloadSerializer<?> serializer(Serializers found) {
                return found.require(PayloadFormat.TEXT, String.class);
            }

            @Override
            Object payload(String name, AttributeValue held) {
                return require(name, "a string", held.s());
            }

            @Override
            AttributeValue held(Object payload) {
                return AttributeValue.fromS((String) payload);
            }
        },
        BINARY {
            @Override
            PayloadSerializer<?> serializer(Serializers found) {
                return found.require(PayloadFormat.BINARY, byte[].class);
            }

            @Override
            Object payload(String name, AttributeValue held) {
                return require(name, "bytes", held.b()).asByteArrayUnsafe();
            }

            @Override
            AttributeValue held(Object payload) {
                return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe((byte[]) payload));
            }
        },
        JSON {
            @Override
            PayloadSerializer<?> serializer(Serializers found) {
                return JsonValue.Serializer.INSTANCE;
            }

            @Override
            Object payload(String name, AttributeValue held) {
                return JsonValue.of(name, held);
            }

            @Override
            AttributeValue held(Object payload) {
                return ((JsonValue) payload).value();
            }
        };

        abstract PayloadSerializer<?> serializer(Serializers found);

        abstract Object payload(String name, AttributeValue held);

        abstract AttributeValue held(Object payload);

        private static <V> V require(String name, String what, @Nullable V value) {
            if (value == null) {
                throw new IllegalArgumentException(
                        "The S3-backed attribute '" + name + "' of a document is declared as " + what
                                + ", and the document holds something else. Nothing was stored.");
            }
            return value;
        }
    }
}
