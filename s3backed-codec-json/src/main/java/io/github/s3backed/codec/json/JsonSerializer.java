package io.github.s3backed.codec.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Payloads as JSON (RFC 8259) in UTF-8, over Jackson: maps, lists, {@code JsonNode}, records, beans, and generic types
 * of them. Immutable and safe for use by many threads.
 *
 * <p>What every serializer of this class does, whichever mapper it uses:
 *
 * <ul>
 *   <li>{@code NaN}, {@code Infinity} and {@code -Infinity} are written and read as such, without quotes, as Python and
 *       JavaScript's supersets of JSON have them. Jackson's default would turn them into strings.
 *   <li>A string with an unpaired surrogate is refused when it is written (RFC 8259, section 8.2).
 *   <li>Anything but white space after the value is an error, and so is a {@code null} in its place: absent payloads are
 *       not stored.
 *   <li>UTF-16 and UTF-32 are recognized when reading, as Jackson does; only UTF-8 is written.
 * </ul>
 *
 * <p>The mapper that is used where the caller brings none, in addition:
 *
 * <ul>
 *   <li>Numbers keep their digits: where no type says otherwise, a number with a fraction or an exponent is read as a
 *       {@link java.math.BigDecimal} with its scale, also in a {@code JsonNode}, and one without as the first of
 *       {@code Integer}, {@code Long} and {@link java.math.BigInteger} that holds it. A number of more than 10,000
 *       digits is refused on writing. On reading, one of more than 10,032 is: zeros at its beginning and the digits of an exponent
 *       count there.
 *   <li>Arrays and objects are nested at most 1,000 deep, on writing and on reading.
 *   <li>An object with two members of one name is refused, on writing and on reading.
 *   <li>Strings and names are as long as the pipeline's limit allows.
 *   <li>A member that the Java type does not know is an error, and {@code java.time} has no form: both are settings of a
 *       mapper, so bring your own through {@link #withMapper}.
 * </ul>
 *
 * <p>On the module path, the packages of records and beans must be open to {@code com.fasterxml.jackson.databind}.
 *
 * @param <T> the payload's Java type
 */
public final class JsonSerializer<T> implements PayloadSerializer<T> {

    private final ObjectMapper mapper;
    private final Type type;
    private final ObjectWriter writer;
    private final ObjectReader reader;

    /**
     * For {@link Object}: what {@link java.util.ServiceLoader} needs. Everything else begins with {@code of}, and with
     * {@link #forType} where the serializer was discovered.
     */
    public JsonSerializer() {
        this(ExactMapper.INSTANCE, Object.class);
    }

    private JsonSerializer(ObjectMapper mapper, Type type) {
        this.mapper = mapper;
        this.type = type;
        JavaType resolved = mapper.constructType(type);
        this.writer = mapper.writerFor(resolved)
                .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .without(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                .with(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8);
        this.reader = mapper.readerFor(resolved)
                .without(JsonParser.Feature.AUTO_CLOSE_SOURCE)
                .with(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /**
     * For a class without type arguments.
     *
     * @param <T> the payload's Java type
     */
    public static <T> JsonSerializer<T> of(Class<T> type) {
        return new JsonSerializer<>(ExactMapper.INSTANCE, type);
    }

    /**
     * For a type with arguments, such as {@code new TypeReference<Map<String, List<Foo>>>() {}}.
     *
     * @param <T> the payload's Java type
     */
    public static <T> JsonSerializer<T> of(TypeReference<T> type) {
        return new JsonSerializer<>(ExactMapper.INSTANCE, type.getType());
    }

    /**
     * For a type that is known only when the program runs.
     *
     * @throws IllegalArgumentException if Jackson does not know that kind of type
     */
    public static JsonSerializer<?> of(Type type) {
        return new JsonSerializer<>(ExactMapper.INSTANCE, type);
    }

    /**
     * The same over a mapper of the caller's, which is used and never changed: what this class needs, it sets on views
     * of it. Changes of the mapper's configuration from now on are not seen. Its own constraints and features decide
     * how numbers are read and how long strings may be.
     *
     * <p>The mapper must write JSON; the ids say so. Two mappers that write one value differently store the same bytes
     * twice in shared mode, and nothing worse.
     */
    public JsonSerializer<T> withMapper(ObjectMapper mapper) {
        return new JsonSerializer<>(mapper, type);
    }

    @Override
    public String id() {
        return "json";
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public Type type() {
        return type;
    }

    @Override
    public void serialize(T value, OutputStream out) throws IOException {
        try (JsonGenerator generator = new StrictTextGenerator(writer.createGenerator(out))) {
            writer.writeValue(generator, value);
        }
    }

    /** {@inheritDoc} The claimed length plays no role: nothing of the size of the payload is set aside. */
    @Override
    public T deserialize(InputStream in, long length) throws IOException {
        @Nullable T value = read(in);
        if (value == null) {
            throw new IOException("The JSON text is null, which stands for no payload.");
        }
        return value;
    }

    private @Nullable T read(InputStream in) throws IOException {
        try {
            return reader.readValue(in);
        } catch (NumberFormatException e) {
            // Jackson lets it pass; its message holds the number, which is the payload's.
            throw new IOException("The JSON text holds a number whose exponent is too large.", e);
        }
    }

    /** {@inheritDoc} Any type that Jackson can resolve, over the same mapper. */
    @Override
    public Optional<? extends PayloadSerializer<?>> forType(Type type) {
        try {
            return Optional.of(new JsonSerializer<>(mapper, type));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // A kind of type that Jackson does not know.
        }
    }
}
