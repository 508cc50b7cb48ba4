package io.github.s3backed.examples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.s3backed.core.Serializers;
import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** JSON files, read in two ways: by the serializer that stores them, and by a parser of our own that checks it. */
final class Json {

    private static final TypeReference<Map<String, Object>> DICT = new TypeReference<>() {};

    private static final PayloadSerializer<Map<String, Object>> SERIALIZER =
            Serializers.discover().require("json", DICT.getType());

    private static final ObjectReader EXACT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(Integer.MAX_VALUE)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(DICT);

    private Json() {}

    /** Whether the serializer can hold it; what has two members of one name, for example, stays text. */
    static boolean isObject(byte[] content) {
        if (!beginsAsObject(content)) {
            return false;
        }
        try {
            SERIALIZER.serialize(parse(content), OutputStream.nullOutputStream());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean beginsAsObject(byte[] content) {
        for (byte each : content) {
            if (each > ' ') {
                return each == '{';
            }
        }
        return false;
    }

    /** What is stored. */
    static Map<String, Object> parse(byte[] content) throws IOException {
        return SERIALIZER.deserialize(new ByteArrayInputStream(content), content.length);
    }

    /** What it is compared with: numbers are BigIntegers and BigDecimals with all their digits. */
    static Map<String, Object> parseIndependently(byte[] content) throws IOException {
        return EXACT.readValue(content);
    }
}
