package io.github.s3backed.enhanced.client;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.LazyPayload;
import io.github.s3backed.core.Serializers;
import io.github.s3backed.core.StreamedPayload;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PayloadSerializer;
import io.github.s3backed.dynamodb.PayloadHandle;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.AttributeValueType;
import software.amazon.awssdk.enhanced.dynamodb.DefaultAttributeConverterProvider;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Makes an attribute of a static schema S3-backed, on tables of an {@link S3BackedEnhancedClient} or {@link
 * S3BackedEnhancedAsyncClient}. Beans and immutable classes say {@link S3Backed} instead.
 *
 * <pre>{@code
 * StaticTableSchema.builder(Article.class)
 *         .addAttribute(String.class, a -> a.name("body")
 *                 .getter(Article::getBody).setter(Article::setBody)
 *                 .attributeConverter(S3BackedAttributeConverter.text().compressor("zstd")))
 * }</pre>
 *
 * <p>It does no I/O and serializes nothing: it hands values to the client and takes them from it. Any other client is
 * refused: DynamoDB does not take what the converter hands over, and the converter does not take what DynamoDB returns. A
 * value must not be changed before its write has ended; one that is converted twice, as {@code Document.getItem} may do, is
 * one object.
 *
 * <p>Immutable and safe for use by many threads. What is not set is as the client says.
 *
 * @param <T> the Java type of the attribute
 */
public final class S3BackedAttributeConverter<T> implements AttributeConverter<T> {

    private final EnhancedType<T> type;
    private final PayloadFormat format;
    private final PayloadSettings settings;
    private final Supplier<AttributeConverter<T>> nativeConverter;
    private final String place;

    private S3BackedAttributeConverter(
            EnhancedType<T> type,
            PayloadFormat format,
            PayloadSettings settings,
            Supplier<AttributeConverter<T>> nativeConverter,
            String place) {
        this.type = type;
        this.format = format;
        this.settings = settings;
        this.nativeConverter = nativeConverter;
        this.place = place;
    }

    private static <T> S3BackedAttributeConverter<T> of(EnhancedType<T> type, PayloadFormat format) {
        return new S3BackedAttributeConverter<>(
                type,
                format,
                PayloadSettings.DEFAULTS,
                () -> DefaultAttributeConverterProvider.create().converterFor(type),
                "An S3-backed attribute");
    }

    /** For a getter. */
    static <T> S3BackedAttributeConverter<T> of(
            EnhancedType<T> type,
            PayloadFormat format,
            PayloadSettings settings,
            Supplier<AttributeConverter<T>> nativeConverter,
            String getter) {
        return new S3BackedAttributeConverter<>(type, format, settings, nativeConverter, "The S3-backed " + getter);
    }

    /** For text, as UTF-8. Needs {@code s3backed-codec-text} at run time. */
    public static S3BackedAttributeConverter<String> text() {
        return of(EnhancedType.of(String.class), PayloadFormat.of(PayloadFormat.TEXT, String.class));
    }

    /** For bytes, as they are. Needs {@code s3backed-codec-binary} at run time. */
    public static S3BackedAttributeConverter<byte[]> binary() {
        return of(EnhancedType.of(byte[].class), PayloadFormat.of(PayloadFormat.BINARY, byte[].class));
    }

    /**
     * For values of any type that the JSON serializer can hold. Needs {@code s3backed-codec-json} at run time.
     *
     * @param type with its type arguments, such as {@code EnhancedType.listOf(Line.class)}
     */
    public static <T> S3BackedAttributeConverter<T> json(EnhancedType<T> type) {
        return of(type, PayloadFormat.of(PayloadFormat.JSON, JavaTypes.of(type)));
    }

    /** For values in a format of the caller's own. */
    public static <T> S3BackedAttributeConverter<T> of(EnhancedType<T> type, PayloadSerializer<T> serializer) {
        return of(Objects.requireNonNull(type, "type"), PayloadFormat.of(serializer));
    }

    /**
     * For bytes that need not fit in memory, see {@link StreamedPayload}: files, streams and publishers are written as such, and read
     * when somebody asks for them. Other serializers than {@code binary} do not apply.
     */
    public static S3BackedAttributeConverter<StreamedPayload> streamed() {
        return new S3BackedAttributeConverter<>(
                EnhancedType.of(StreamedPayload.class),
                PayloadFormat.streamed(),
                PayloadSettings.DEFAULTS,
                StreamedNativeConverter::new,
                "A streamed S3-backed attribute");
    }

    /**
     * The same for values that are fetched when somebody asks for them, see {@link LazyPayload}: reading an item costs no request to
     * the store. {@link #type} of the result is what {@code addAttribute} needs.
     *
     * @throws IllegalArgumentException if it is lazy or streamed already
     */
    public S3BackedAttributeConverter<LazyPayload<T>> lazy() {
        return new S3BackedAttributeConverter<>(
                LazyNativeConverter.lazy(type),
                format.lazy(),
                settings,
                () -> new LazyNativeConverter<>(nativeConverter.get()),
                place);
    }

    private S3BackedAttributeConverter<T> with(PayloadSettings changed) {
        return new S3BackedAttributeConverter<>(type, format, changed, nativeConverter, place);
    }

    /** The same with another compressor for new payloads. */
    public S3BackedAttributeConverter<T> compressor(String id) {
        return with(settings.withCompressor(Objects.requireNonNull(id, "id")));
    }

    /** The same with another store for new payloads, by the name that the client's builder gave to it. */
    public S3BackedAttributeConverter<T> store(String name) {
        return with(settings.withStore(Objects.requireNonNull(name, "name")));
    }

    /**
     * The same with another size, in stored (compressed) bytes, from which payloads are offloaded.
     *
     * @param bytes 0 to 409,600; checked when a table is made
     */
    public S3BackedAttributeConverter<T> threshold(int bytes) {
        return with(settings.withThreshold(bytes));
    }

    /** The same with another template for new keys. */
    public S3BackedAttributeConverter<T> template(KeyTemplate template) {
        return with(settings.withTemplate(Objects.requireNonNull(template, "template")));
    }

    /** The same with templates that keys of this attribute were built from before, beside those of the client. */
    public S3BackedAttributeConverter<T> formerTemplates(KeyTemplate... templates) {
        return with(settings.withFormerTemplates(templates));
    }

    S3BackedAttribute attribute(String name, Serializers serializers, Function<String, BlobStore> stores) {
        S3BackedAttribute.Builder attribute = format.attribute(name, serializers);
        switch (format.fetch()) {
            case WITH_ITEM -> attribute.nativeForm(new ConvertedForm<>(this::nativeConverter));
            case LAZY -> attribute.nativeForm(new LazyForm(this::nativeConverter));
            case STREAMED -> {} // Its bytes are known without a converter.
        }
        return settings.applyTo(attribute, stores);
    }

    /**
     * Hands a value over to the client.
     *
     * @param value null becomes NULL
     * @return what only the clients of this library can store
     */
    @Override
    public AttributeValue transformFrom(@Nullable T value) {
        return value == null
                ? AttributeValue.fromNul(true)
                : PayloadHandle.of(value, () -> nativeConverter().transformFrom(value));
    }

    /**
     * Takes a value over from the client.
     *
     * @return null for NULL
     * @throws IllegalStateException if the item was not read through a table of this library's clients
     */
    @Override
    public @Nullable T transformTo(AttributeValue attribute) {
        if (attribute.type() == AttributeValue.Type.NUL) {
            return null;
        }
        PayloadHandle handle = PayloadHandle.in(attribute).orElseThrow(() -> Undecorated.read(place, attribute.type()));
        @SuppressWarnings("unchecked") // The client read it with the serializer that this converter registered.
        T value = (T) handle.value();
        return value != null
                ? value
                : handle.nativeValue()
                        .map(found -> nativeConverter().transformTo(found))
                        .orElse(null);
    }

    private AttributeConverter<T> nativeConverter() {
        try {
            return nativeConverter.get();
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    place + " has no native form: the SDK has no converter for "
                            + type.rawClass().getName()
                            + ". Its values can be S3-backed only: do not use nativeValues on this table, or give the"
                            + " class a converter provider that knows the type.",
                    e);
        }
    }

    /** The Java type of the attribute. */
    @Override
    public EnhancedType<T> type() {
        return type;
    }

    /** M, which is of no meaning for what is stored, so that the SDK refuses to make the attribute a key. */
    @Override
    public AttributeValueType attributeValueType() {
        return AttributeValueType.M;
    }
}
