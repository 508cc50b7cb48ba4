package io.github.s3backed.enhanced.client;

import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A value of a document that has a form in JSON. */
record JsonValue(AttributeValue value) {

    static JsonValue of(String attribute, AttributeValue value) {
        requireJson(attribute, value);
        return new JsonValue(value);
    }

    private static void requireJson(String attribute, AttributeValue value) {
        switch (value.type()) {
            case M -> value.m().values().forEach(inner -> requireJson(attribute, inner));
            case L -> value.l().forEach(inner -> requireJson(attribute, inner));
            case S, N, BOOL, NUL -> {}
            default ->
                throw new IllegalArgumentException("The S3-backed attribute '" + attribute
                        + "' of a document is declared as JSON, and holds a value of type " + value.type()
                        + ", which would not read back as such. Nothing was stored.");
        }
    }

    /** JSON in UTF-8, strictly, by the SDK's own writer and reader of documents. */
    enum Serializer implements PayloadSerializer<JsonValue> {
        INSTANCE;

        // The SDK reads and writes whole documents alone, and does not look at what comes after one.
        private static final String FIELD = "v";
        private static final String REST = ",\"end\":0}";

        @Override
        public String id() {
            return PayloadFormat.JSON;
        }

        @Override
        public String contentType() {
            return "application/json";
        }

        @Override
        public Type type() {
            return JsonValue.class;
        }

        @Override
        public void serialize(JsonValue value, OutputStream out) throws IOException {
            requireText(value.value());
            EnhancedDocument document = EnhancedDocument.fromAttributeValueMap(Map.of(FIELD, value.value()));
            out.write(document.getJson(FIELD).getBytes(StandardCharsets.UTF_8));
        }

        // The SDK writes half a surrogate pair as an escape, which readers take for different things (RFC 8259, 8.2).
        private static void requireText(AttributeValue value) throws IOException {
            if (value.hasM()) {
                for (Map.Entry<String, AttributeValue> entry : value.m().entrySet()) {
                    requireText(entry.getKey());
                    requireText(entry.getValue());
                }
            } else if (value.hasL()) {
                for (AttributeValue inner : value.l()) {
                    requireText(inner);
                }
            } else if (value.s() != null) {
                requireText(value.s());
            }
        }

        private static void requireText(String text) throws IOException {
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                throw new IOException("Text with half a surrogate pair has no form in JSON.");
            }
        }

        @Override
        public JsonValue deserialize(InputStream in, long length) throws IOException {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(in.readAllBytes()))
                    .toString();
            Map<String, AttributeValue> read = parse("{\"" + FIELD + "\":" + text + REST);
            if (read.size() != 2 || !read.containsKey("end")) {
                throw new IOException("The payload is not one JSON text.");
            }
            return new JsonValue(Objects.requireNonNull(read.get(FIELD)));
        }

        private static Map<String, AttributeValue> parse(String document) throws IOException {
            try {
                return EnhancedDocument.fromJson(document).toMap();
            } catch (RuntimeException e) {
                throw new IOException("The payload is not JSON.", e);
            }
        }
    }
}
