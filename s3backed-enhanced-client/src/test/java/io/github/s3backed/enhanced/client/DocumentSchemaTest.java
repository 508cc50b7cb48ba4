package io.github.s3backed.enhanced.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.dynamodb.PayloadHandle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.enhanced.dynamodb.AttributeValueType;
import software.amazon.awssdk.enhanced.dynamodb.TableMetadata;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DocumentSchemaTest {

    private static final TableSchema<EnhancedDocument> BASE = TableSchema.documentSchemaBuilder()
            .addIndexPartitionKey(TableMetadata.primaryIndexName(), "id", AttributeValueType.S)
            .addIndexPartitionKey("by_owner", "owner", AttributeValueType.S)
            .build();

    private static final TableSchema<EnhancedDocument> SCHEMA = S3BackedTableSchema.documents(
            BASE,
            S3BackedDocumentAttribute.text("body"),
            S3BackedDocumentAttribute.binary("image"),
            S3BackedDocumentAttribute.json("meta"));

    private static final EnhancedDocument DOCUMENT = EnhancedDocument.fromAttributeValueMap(Map.of(
            "id", AttributeValue.fromS("1"),
            "body", AttributeValue.fromS("text"),
            "image", AttributeValue.fromB(SdkBytes.fromUtf8String("bytes")),
            "meta", AttributeValue.fromM(Map.of("pages", AttributeValue.fromN("3")))));

    @Test
    void declaredAttributesAreHandedOver() {
        Map<String, AttributeValue> item = SCHEMA.itemToMap(DOCUMENT, true);

        assertThat(handle(item, "body").value()).isEqualTo("text");
        assertThat(handle(item, "image").value()).isEqualTo("bytes".getBytes(UTF_8));
        assertThat(handle(item, "meta").value()).isInstanceOf(JsonValue.class);
        assertThat(item).containsEntry("id", AttributeValue.fromS("1"));
        assertThat(SCHEMA.itemToMap(DOCUMENT, List.of("id", "body"))).containsOnlyKeys("id", "body");
        assertThat(PayloadHandle.in(SCHEMA.attributeValue(DOCUMENT, "body"))).isPresent();
        assertThat(SCHEMA.attributeValue(DOCUMENT, "none")).isNull();
    }

    @Test
    void theirNativeFormIsWhatTheDocumentHolds() {
        Map<String, AttributeValue> item = SCHEMA.itemToMap(DOCUMENT, true);

        for (String name : List.of("body", "image", "meta")) {
            assertThat(handle(item, name).nativeValue())
                    .contains(DOCUMENT.toMap().get(name));
        }
    }

    @Test
    void aDocumentIsReadFromWhatIsHandedOver() {
        assertThat(SCHEMA.mapToItem(SCHEMA.itemToMap(DOCUMENT, true)).toMap()).isEqualTo(DOCUMENT.toMap());
    }

    @Test
    void nullStaysNull() {
        EnhancedDocument document =
                EnhancedDocument.builder().putString("id", "1").putNull("body").build();

        Map<String, AttributeValue> item = SCHEMA.itemToMap(document, false);
        assertThat(item).containsEntry("body", AttributeValue.fromNul(true));
        assertThat(SCHEMA.mapToItem(item).isNull("body")).isTrue();
    }

    @Test
    void everythingElseIsAsTheBaseSays() {
        assertThat(SCHEMA.attributeNames()).isEqualTo(BASE.attributeNames());
        assertThat(SCHEMA.tableMetadata()).isEqualTo(BASE.tableMetadata());
        assertThat(SCHEMA.itemType()).isEqualTo(BASE.itemType());
        assertThat(SCHEMA.isAbstract()).isFalse();
    }

    @Test
    void aValueOfAnotherTypeThanDeclaredIsRefused() {
        EnhancedDocument document = EnhancedDocument.builder()
                .putString("id", "1")
                .putNumber("body", 1)
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SCHEMA.itemToMap(document, true))
                .withMessageContaining("'body' of a document is declared as a string");
    }

    @Test
    void bytesAndSetsWithinJsonAreRefused() {
        for (AttributeValue inner : List.of(
                AttributeValue.fromB(SdkBytes.fromUtf8String("bytes")),
                AttributeValue.fromSs(List.of("a")),
                AttributeValue.fromNs(List.of("1")),
                AttributeValue.fromBs(List.of(SdkBytes.fromUtf8String("b"))))) {
            EnhancedDocument document = EnhancedDocument.fromAttributeValueMap(
                    Map.of("meta", AttributeValue.fromL(List.of(AttributeValue.fromM(Map.of("inner", inner))))));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SCHEMA.itemToMap(document, true))
                    .withMessageContaining(
                            "'meta' of a document is declared as JSON, and holds a value of type " + inner.type());
        }
    }

    @Test
    void anItemThatAnotherClientReadIsRefused() {
        assertThatThrownBy(() -> SCHEMA.mapToItem(Map.of("body", AttributeValue.fromS("s3://bucket/key"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'body' of a document was read by a client that does not coordinate it");
    }

    @Test
    void aPayloadThatTheSchemaDoesNotDeclareIsRefused() {
        Map<String, AttributeValue> item = SCHEMA.itemToMap(DOCUMENT, true);

        assertThatThrownBy(() -> DocumentSchema.guarded(BASE).mapToItem(item))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is S3-backed by another schema of its table");
    }

    @Test
    void aKeyAndASecondDeclarationAreRefused() {
        for (String key : List.of("id", "owner")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> S3BackedTableSchema.documents(BASE, S3BackedDocumentAttribute.text(key)))
                    .withMessageContaining("'" + key + "' as a key");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3BackedTableSchema.documents(
                        BASE, S3BackedDocumentAttribute.text("body"), S3BackedDocumentAttribute.json("body")))
                .withMessageContaining("'body' is given twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "\"\"",
                "\"a \\\"quoted\\\" \u00fc \ud83d\ude00\"",
                "\"\\n\\t\\u0000 / \\\\\"",
                "true",
                "null",
                "1",
                "-1.5",
                "12345678901234567890.123456789",
                "{\"a\":[1,{\"b\":null},\"c\"],\"d\":false}"
            })
    void jsonReadsBackAsItWasWritten(String json) throws IOException {
        AttributeValue value =
                EnhancedDocument.fromJson("{\"v\":" + json + "}").toMap().get("v");

        byte[] written = written(value);
        assertThat(new String(written, UTF_8)).isEqualTo(json);
        assertThat(read(written)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1,\"w\":2", "{", "1}", "plain"})
    void whatIsNoJsonIsNotRead(String text) {
        assertThatThrownBy(() -> read(text.getBytes(UTF_8))).isInstanceOf(IOException.class);
    }

    @Test
    void textThatHasNoFaithfulFormIsNotWritten() {
        assertThatThrownBy(() -> written(AttributeValue.fromS("unpaired \ud800")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void bytesThatAreNoTextAreNotRead() {
        assertThatThrownBy(() -> read(new byte[] {'"', (byte) 0xff, '"'})).isInstanceOf(IOException.class);
    }

    private static byte[] written(AttributeValue value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonValue.Serializer.INSTANCE.serialize(JsonValue.of("meta", value), out);
        return out.toByteArray();
    }

    private static AttributeValue read(byte[] bytes) throws IOException {
        return JsonValue.Serializer.INSTANCE
                .deserialize(new ByteArrayInputStream(bytes), bytes.length)
                .value();
    }

    private static PayloadHandle handle(Map<String, AttributeValue> item, String attribute) {
        return PayloadHandle.in(item.get(attribute)).orElseThrow();
    }
}
