package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.spi.BlobStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What an application has registered, as data, and back. */
class ExportedRegistrationTest {

    private final Map<String, BlobStore> stores = Map.of(
            "mem://current", MemoryBlobStore.create("current"),
            "mem://former", MemoryBlobStore.create("former"),
            "mem://images", MemoryBlobStore.create("images"));

    private S3BackedDynamoDb.Builder application() {
        return S3BackedDynamoDb.builder()
                .blobStore(stores.get("mem://current"))
                .store("images", stores.get("mem://images"))
                .readFrom(stores.get("mem://former"))
                .formerKeyTemplates(KeyTemplate.PYNAMODB_MATE)
                .compressor("identity")
                .threshold(100)
                .maxPayloadBytes(1_000_000)
                .maxStreamedBytes(2_000_000)
                .cleanUp(CleanUp.SWEEPER)
                .table(articles())
                .table(S3BackedTable.builder("albums")
                        .partitionKey("id")
                        .attribute(S3BackedAttribute.text("notes").build())
                        .build());
    }

    private S3BackedTable articles() {
        return S3BackedTable.builder("articles")
                .logicalName("texts")
                .formerLogicalNames("papers", "notes")
                .partitionKey("id")
                .sortKey("version")
                .nativeValues(NativeValues.READ)
                .globalTable(false)
                .expiryHandled(true)
                .attribute(S3BackedAttribute.json("meta").lazy().build())
                .attribute(S3BackedAttribute.binary("thumbnail").build())
                .attribute(S3BackedAttribute.streamed("film").build())
                .attribute(S3BackedAttribute.typed("tree", new SerializedBytes("of-ours", "application/x-tree"))
                        .blobStore(stores.get("mem://images"))
                        .keyTemplate(KeyTemplate.of("trees/{fingerprint}"))
                        .formerKeyTemplates(KeyTemplate.of("old/{fingerprint}"))
                        .compressor("gzip")
                        .threshold(0)
                        .build())
                .build();
    }

    private S3BackedDynamoDb read(Registration registration) {
        return registration.toBuilder(stores::get).build();
    }

    @Test
    void isTheSameAfterItWasRead() {
        try (S3BackedDynamoDb application = application().build();
                S3BackedDynamoDb tool = read(application.registration())) {
            assertThat(tool.registration()).isEqualTo(application.registration());
        }
    }

    @Test
    void saysWhatIsLeftOpenAsItIsByDefault() {
        try (S3BackedDynamoDb application = application().build()) {
            Registration registration = application.registration();
            assertThat(registration.tables())
                    .extracting(Registration.Table::name)
                    .containsExactly("albums", "articles");
            assertThat(registration.stores()).containsExactly("mem://current", "mem://images", "mem://former");
            assertThat(registration.tables().get(0).attributes())
                    .containsExactly(new Registration.Attribute(
                            "notes",
                            "STRING",
                            "WITH_ITEM",
                            "text",
                            "text/plain; charset=utf-8",
                            "S",
                            "mem://current",
                            KeyTemplate.EXCLUSIVE.toString(),
                            List.of("pynamodb-mate/s3backed/{fingerprint}"),
                            "identity",
                            100));
        }
    }

    @Test
    void saysHowDynamoDbWouldHoldValuesWhereThatIsKnown() {
        try (S3BackedDynamoDb application = application()
                        .table(S3BackedTable.builder("beans")
                                .partitionKey("id")
                                .attribute(S3BackedAttribute.typed("text", NativeText.TEXT)
                                        .nativeForm(new AnyForm())
                                        .build())
                                .attribute(S3BackedAttribute.typed("reversed", NativeText.TEXT)
                                        .nativeForm(new ReversedForm())
                                        .build())
                                .attribute(S3BackedAttribute.typed("tree", NativeText.JSON)
                                        .nativeForm(new AnyForm())
                                        .build())
                                .build())
                        .build();
                S3BackedDynamoDb tool = read(application.registration())) {
            assertThat(application.registration().tables().get(2).attributes())
                    .extracting(Registration.Attribute::nativeType)
                    .containsExactly("S", null, null);
            assertThat(tool.registration()).isEqualTo(application.registration());
            NativeForm<byte[]> text = SerializedForm.S;
            byte[] bytes = {'a', (byte) 0xc3, (byte) 0xa4};
            assertThat(text.write(bytes).s()).isEqualTo("a\u00e4");
            assertThat(text.read(text.write(bytes))).isEqualTo(bytes);
            assertThatThrownBy(() -> text.write(new byte[] {(byte) 0xff})).hasMessageContaining("UTF-8");
            assertThatThrownBy(() -> text.read(AttributeValue.fromN("1"))).hasMessageContaining("type N");
        }
    }

    /** As a converter that encrypts, say: what DynamoDB holds is not the text. */
    private record ReversedForm() implements NativeForm<String> {

        @Override
        public AttributeValue write(String value) {
            return AttributeValue.fromS(new StringBuilder(value).reverse().toString());
        }

        @Override
        public String read(AttributeValue held) {
            return new StringBuilder(held.s()).reverse().toString();
        }
    }

    private record AnyForm() implements NativeForm<String> {

        @Override
        public AttributeValue write(String value) {
            return AttributeValue.fromS(value);
        }

        @Override
        public String read(AttributeValue held) {
            return held.s();
        }
    }

    @Test
    void asStreamsKeepsIdsAndTypesOfTheirSerializers() {
        try (S3BackedDynamoDb application = application().build();
                S3BackedDynamoDb tool = read(application.registration().streamed())) {
            assertThat(tool.registration().tables().get(1).attributes())
                    .extracting(Registration.Attribute::serializer)
                    .containsExactly("json", "binary", "binary", "of-ours");
            assertThat(tool.registration().tables().get(1).attributes())
                    .extracting(Registration.Attribute::fetch)
                    .containsOnly("AS_STREAM");
        }
    }

    @Test
    void ofAnotherVersionIsRefused() {
        Registration later = new Registration(2, null, null, "SWEEPER", 1, 1, List.of("mem://current"), List.of());
        assertThatThrownBy(() -> later.toBuilder(stores::get))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("format version 2");
    }

    @Test
    void namesWhatItDoesNotKnow() {
        try (S3BackedDynamoDb application = application().build()) {
            Registration known = application.registration();
            assertThatThrownBy(() -> read(withForm(known, "HOLOGRAM", "text")))
                    .hasMessageContainingAll("tables['albums'].attributes['notes'].form", "'HOLOGRAM'", "HANDLE");
            assertThatThrownBy(() -> read(withForm(known, "STRING", "of-ours")))
                    .hasMessageContainingAll("tables['albums'].attributes['notes'].serializer", "'of-ours'");
        }
    }

    @Test
    void namesWhatIsMissing() {
        assertThatThrownBy(() -> withForm(
                        new Registration(1, null, null, "SWEEPER", 1, 1, List.of("mem://current"), List.of()),
                        "",
                        "text"))
                .hasMessage("'form' is missing");
    }

    private static Registration withForm(Registration registration, String form, String serializer) {
        Registration.Attribute notes = new Registration.Attribute(
                "notes",
                form,
                "WITH_ITEM",
                serializer,
                "text/plain",
                null,
                "mem://current",
                "{fingerprint}",
                null,
                "gzip",
                0);
        return registration.withTables(List.of(new Registration.Table(
                "albums", "albums", List.of(), "id", null, "REFUSE", null, false, List.of(notes))));
    }
}
