package io.github.s3backed.enhanced.client;

import io.github.s3backed.core.InvalidReferenceException;
import io.github.s3backed.core.LateRead;
import io.github.s3backed.core.LazyPayload;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.Reference;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.core.StreamedPayload;
import io.github.s3backed.core.spi.PayloadSerializer;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.AttributeValueType;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Keeps an attribute's values in a blob store, and their references in the item: it stores a value when the attribute is
 * converted for a write, and fetches and verifies it when the attribute is converted for a read. Immutable and safe for
 * use by many threads, as far as its serializer is.
 *
 * <p>In a static schema, and wherever converters are made by hand, it is given its configuration:
 *
 * <pre>{@code
 * StaticAttribute.builder(Article.class, String.class)
 *         .name("body").getter(Article::getBody).setter(Article::setBody)
 *         .attributeConverter(new BigTextConverter(config))
 * }</pre>
 *
 * <p>On a bean or an immutable class, {@code @DynamoDbConvertedBy} names a class with a constructor without arguments,
 * which names a configuration of {@link S3BackedConfigurations}:
 *
 * <pre>{@code
 * public static final class BodyConverter extends BigTextConverter {
 *     public BodyConverter() {
 *         super("articles");
 *     }
 * }
 * }</pre>
 *
 * <p>Null is never stored: the Enhanced Client writes it without asking a converter, and an attribute that is absent or
 * NULL reads as null. Empty text, empty bytes and an empty map are values like others.
 *
 * <p><b>What a converter cannot do.</b> It sees a value and nothing else: neither the table, the item, its key, nor what
 * becomes of the request. Therefore
 *
 * <ul>
 *   <li>nothing is rolled back when the write to DynamoDB fails or is refused, and nothing is deleted when the item is
 *       deleted or the value replaced. What no item refers to any more has to be removed by a sweeper;
 *   <li>it blocks the thread it is called on: the caller's, and for reads of the asynchronous client one of the SDK's
 *       {@code sdk-async-response} threads, which should then be given an executor of its own;
 *   <li>it stores whenever the SDK converts, also if nothing is ever sent, such as when a batch is built and dropped, and
 *       when a value is used in an expression;
 *   <li>it fetches whenever the SDK converts, one value after the other, also what is thrown away: for every item of a
 *       page, for the images that an update and a delete return (an update's unless its {@code returnValues} says NONE),
 *       and again on every {@code Document.getItem}. A failing fetch of such an image makes a write that has happened
 *       look like one that failed;
 *   <li>conditions, filters and key conditions see the reference and not the value;
 *   <li>of a key it would make a reference to something that changes, which the SDK therefore refuses when the schema is
 *       built, see {@link #attributeValueType}. A converter provider of a document schema knows no attributes: do not
 *       put one of these there.
 * </ul>
 *
 * @param <T> the Java type of the attribute
 */
public class S3BackedConverter<T> implements AttributeConverter<T> {

    private final EnhancedType<T> type;
    private final Supplier<Configured<T>> configured;

    private S3BackedConverter(EnhancedType<T> type, Supplier<Configured<T>> configured) {
        this.type = Objects.requireNonNull(type, "type");
        this.configured = configured;
    }

    /** A converter of {@code type} in a format of the caller's own. */
    protected S3BackedConverter(EnhancedType<T> type, PayloadSerializer<T> serializer, S3BackedConverterConfig config) {
        this(type, fixed(Configured.of(config, Objects.requireNonNull(serializer, "serializer"))));
    }

    /**
     * A converter of {@code type} in a format of the caller's own, for a bean.
     *
     * @param configurationName what {@link S3BackedConfigurations} knows the configuration by, when the first value is
     *     converted; not looked up before
     */
    protected S3BackedConverter(EnhancedType<T> type, PayloadSerializer<T> serializer, String configurationName) {
        this(type, named(configurationName, config -> serializer));
        Objects.requireNonNull(serializer, "serializer");
    }

    /**
     * A converter of {@code type} in a format that is found by its id.
     *
     * @throws io.github.s3backed.core.MissingProviderException if there is no serializer with that id; the message names
     *     the artifact to add
     * @throws IllegalArgumentException if the serializer cannot hold that type
     */
    protected S3BackedConverter(EnhancedType<T> type, String serializerId, S3BackedConverterConfig config) {
        this(type, fixed(Configured.of(config, serializer(type, serializerId, config))));
    }

    /**
     * A converter of {@code type} in a format that is found by its id, for a bean.
     *
     * @param configurationName what {@link S3BackedConfigurations} knows the configuration by, when the first value is
     *     converted; neither it nor the serializer is looked up before
     */
    protected S3BackedConverter(EnhancedType<T> type, String serializerId, String configurationName) {
        this(type, named(configurationName, config -> serializer(type, serializerId, config)));
    }

    /** A converter of {@code type} in the serializer's format. */
    public static <T> S3BackedConverter<T> of(
            EnhancedType<T> type, PayloadSerializer<T> serializer, S3BackedConverterConfig config) {
        return new S3BackedConverter<>(type, serializer, config);
    }

    /**
     * A converter of {@code type} by two functions: {@code user_serializer} and {@code user_deserializer} of {@code
     * pynamodb_mate}. The bytes are stored as {@code application/octet-stream}; for another media type, implement {@link
     * PayloadSerializer}.
     *
     * @param formatId a name for exactly these bytes, which is stored beside them and must never change: 1 to 32
     *     characters of {@code a-z}, {@code 0-9} and {@code -}
     * @param serializer gives the bytes of a value, which are not copied; what it throws ends the write before anything is
     *     stored
     * @param deserializer gives the value of the bytes; never called before they have been verified to be in memory, and
     *     its value is handed out only after they have been verified to be those that were stored
     */
    public static <T> S3BackedConverter<T> of(
            EnhancedType<T> type,
            String formatId,
            Function<? super T, byte[]> serializer,
            Function<byte[], ? extends T> deserializer,
            S3BackedConverterConfig config) {
        return of(type, new FunctionSerializer<>(formatId, JavaTypes.of(type), serializer, deserializer), config);
    }

    private static <T> PayloadSerializer<T> serializer(
            EnhancedType<T> type, String id, S3BackedConverterConfig config) {
        return config.serializers().require(id, JavaTypes.of(type));
    }

    private static <T> Supplier<Configured<T>> fixed(Configured<T> configured) {
        return () -> configured;
    }

    private static <T> Supplier<Configured<T>> named(
            String name, Function<S3BackedConverterConfig, PayloadSerializer<T>> serializer) {
        return new NamedConfiguration<>(Objects.requireNonNull(name, "configurationName"), serializer);
    }

    /**
     * Stores a value and waits for it.
     *
     * @param value null becomes NULL and is not stored
     * @return an attribute of type S that holds the reference, or of type B that holds the payload itself where it is
     *     smaller than the configured threshold
     * @throws io.github.s3backed.core.SerializationException if the value has no form in the format; nothing was stored
     * @throws io.github.s3backed.core.PayloadTooLargeException if it is larger than the limit; nothing was stored
     * @throws io.github.s3backed.core.BlobStoreException if it could not be stored, or nobody knows whether it was; an
     *     object that no item refers to may be left behind
     * @throws IllegalStateException if the named configuration is not registered
     */
    @Override
    public AttributeValue transformFrom(@Nullable T value) {
        if (value == null) {
            return AttributeValue.fromNul(true);
        }
        return attribute(configured.get().store(value));
    }

    private static AttributeValue attribute(StoredPayload stored) {
        return stored instanceof StoredPayload.Inline inline
                ? AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(inline.envelope()))
                : AttributeValue.fromS(
                        ((StoredPayload.Offloaded) stored).reference().toString());
    }

    AttributeValue store(LazyPayload<T> payload) {
        return attribute(configured.get().store(payload));
    }

    AttributeValue store(StreamedPayload payload) {
        return attribute(configured.get().store(payload));
    }

    /**
     * Fetches a value, waits for it and verifies it.
     *
     * @param attribute of type S with a reference, of type B with a payload that was kept in the item, or NULL
     * @return exactly the value that was written; null for NULL
     * @throws InvalidReferenceException if the attribute is of another type, or its reference is malformed or points
     *     outside of the configured stores and templates; no request was sent
     * @throws io.github.s3backed.core.S3BackedException as {@link PayloadPipeline#loadAsync} describes
     * @throws IllegalStateException if the named configuration is not registered
     */
    @Override
    public @Nullable T transformTo(AttributeValue attribute) {
        StoredPayload stored = stored(attribute);
        return stored == null ? null : configured.get().load(stored);
    }

    private @Nullable StoredPayload stored(AttributeValue attribute) {
        return switch (attribute.type()) {
            case S -> new StoredPayload.Offloaded(Reference.parse(attribute.s()));
            case B -> new StoredPayload.Inline(attribute.b().asByteArrayUnsafe());
            case NUL -> null;
            default -> throw configured.get().unreadable(attribute.type());
        };
    }

    @Nullable
    LazyPayload<T> lazy(AttributeValue attribute) {
        StoredPayload stored = stored(attribute);
        return stored == null ? null : configured.get().lazy(stored);
    }

    @Nullable
    StreamedPayload stream(AttributeValue attribute) {
        StoredPayload stored = stored(attribute);
        return stored == null ? null : configured.get().stream(stored);
    }

    /** The Java type of the attribute. */
    @Override
    public EnhancedType<T> type() {
        return type;
    }

    /**
     * M, though what is stored is of type S or B: the SDK asks this for nothing but to see whether an attribute may be a
     * key, and refuses, when the schema is built, to make one a partition or sort key of the table or of an index unless
     * its type is S, N or B.
     */
    @Override
    public final AttributeValueType attributeValueType() {
        return AttributeValueType.M;
    }

    /** A configuration and what was made of it for one attribute. */
    private record Configured<T>(S3BackedConverterConfig config, PayloadPipeline<T> pipeline) {

        static <T> Configured<T> of(S3BackedConverterConfig config, PayloadSerializer<T> serializer) {
            return new Configured<>(config, config.pipeline(serializer));
        }

        StoredPayload store(T value) {
            return pipeline.store(value, config.context());
        }

        StoredPayload store(LazyPayload<T> payload) {
            return pipeline.store(payload, config.context());
        }

        StoredPayload store(StreamedPayload payload) {
            return pipeline.store(payload, config.context());
        }

        T load(StoredPayload stored) {
            return pipeline.load(stored, config.context());
        }

        LazyPayload<T> lazy(StoredPayload stored) {
            return pipeline.lazy(stored, config.context(), LateRead.unobserved());
        }

        StreamedPayload stream(StoredPayload stored) {
            return pipeline.stream(stored, config.context(), LateRead.unobserved());
        }

        InvalidReferenceException unreadable(AttributeValue.Type found) {
            String attribute = config.attributeName()
                    .map(name -> "The S3-backed attribute '" + name + "'")
                    .orElse("An S3-backed attribute");
            return new InvalidReferenceException(
                    attribute + " is of type " + found
                            + ", and only S (a reference), B (a payload kept in the item) and NULL can be read. If it"
                            + " holds a payload that was stored before the attribute was S3-backed, migrate it first.",
                    null);
        }
    }

    /** Looks a configuration up whenever it is asked, and keeps what was made of it for as long as it stays registered. */
    private static final class NamedConfiguration<T> implements Supplier<Configured<T>> {

        private final String name;
        private final Function<S3BackedConverterConfig, PayloadSerializer<T>> serializer;
        private volatile @Nullable Configured<T> last;

        NamedConfiguration(String name, Function<S3BackedConverterConfig, PayloadSerializer<T>> serializer) {
            this.name = name;
            this.serializer = serializer;
        }

        @Override
        public Configured<T> get() {
            S3BackedConverterConfig config = S3BackedConfigurations.require(name);
            Configured<T> current = last;
            if (current == null || current.config() != config) {
                current = Configured.of(config, serializer.apply(config));
                last = current;
            }
            return current;
        }
    }
}
