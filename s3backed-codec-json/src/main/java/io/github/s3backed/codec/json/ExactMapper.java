package io.github.s3backed.codec.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The mapper that is used where the caller brings none: what it writes, it reads back as the same value. */
final class ExactMapper {

    static final int MAX_DIGITS = 10_000;

    // Zeros in front and an exponent come on top of the digits; a sign and a point are not counted.
    private static final int MAX_NUMBER_LENGTH = MAX_DIGITS + 32;

    static final ObjectMapper INSTANCE = create();

    private ExactMapper() {}

    private static ObjectMapper create() {
        return JsonMapper.builder(factory())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false)
                .build();
    }

    private static JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        // The pipeline bounds the payload; the depth stays at Jackson's bound of 1,000.
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(StreamWriteFeature.STRICT_DUPLICATE_DETECTION)
                .addDecorator((factory, generator) -> new DigitLimitingGenerator(generator))
                .build();
    }
}
