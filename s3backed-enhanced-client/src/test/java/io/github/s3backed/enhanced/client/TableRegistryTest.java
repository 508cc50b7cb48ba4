package io.github.s3backed.enhanced.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.MissingProviderException;
import io.github.s3backed.core.Serializers;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.dynamodb.NativeValues;
import io.github.s3backed.dynamodb.S3BackedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.AttributeValueType;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.TableMetadata;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;

@SuppressWarnings("NullAway") // beans are made before they are filled
class TableRegistryTest {

    private final List<S3BackedTable> registered = new ArrayList<>();
    private final TableRegistry registry = new TableRegistry(
            Serializers.discover(),
            Map.of("settings", table -> table.logicalName("logical").nativeValues(NativeValues.READ)),
            TableRegistryTest::store,
            registered::add);

    private static BlobStore store(String name) {
        if (!name.equals("second")) {
            throw new IllegalArgumentException("There is no store '" + name + "'.");
        }
        return MemoryBlobStore.create("second");
    }

    @Test
    void aBeanIsRegisteredWithItsKeysAndItsS3BackedAttributes() {
        TableSchema<Post> schema = S3BackedTableSchema.fromBean(Post.class);

        assertThat(registry.register("posts", schema)).isSameAs(schema);
        S3BackedTable table = registered.get(0);
        assertThat(table.name()).isEqualTo("posts");
        assertThat(table.partitionKey()).isEqualTo("author");
        assertThat(table.sortKey()).contains("id");
        assertThat(table.attributes())
                .containsOnlyKeys(
                        "body", "image", "sdkBytes", "buffer", "chars", "meta", "remarks", "origin", "content");
        assertThat(table.logicalName()).isEqualTo("posts");
        assertThat(table.nativeValues()).isEqualTo(NativeValues.REFUSE);
    }

    @Test
    void theSettingsOfATableAreApplied() {
        registry.register("settings", S3BackedTableSchema.fromImmutable(Letter.class));

        assertThat(registered.get(0).logicalName()).isEqualTo("logical");
        assertThat(registered.get(0).nativeValues()).isEqualTo(NativeValues.READ);
    }

    @Tag("newest-sdk") // older ones flatten no maps
    @Test
    void aTableWithoutS3BackedAttributesIsNotRegistered() {
        TableSchema<Catalog.Entry> schema = TableSchema.fromBean(Catalog.Entry.class);

        assertThat(registry.register("entries", schema)).isSameAs(schema);
        assertThat(registered).isEmpty();
    }

    @Test
    void documentsAreRegisteredWithWhatTheyDeclare() {
        registry.register("documents", documents(S3BackedDocumentAttribute.text("body")));

        assertThat(registered.get(0).attributes()).containsOnlyKeys("body");
        assertThat(registered.get(0).partitionKey()).isEqualTo("author");
    }

    @Test
    void documentsThatDeclareNothingAreGuarded() {
        TableSchema<EnhancedDocument> plain = documents();
        assertThat(registry.register("documents", plain)).isSameAs(plain);

        TableSchema<EnhancedDocument> base = TableSchema.documentSchemaBuilder().build();
        assertThat(registry.register("documents", base)).isInstanceOf(DocumentSchema.class);
    }

    @Test
    void twoSchemasOfOneTableMayHaveDifferentS3BackedAttributes() {
        registry.register("table", S3BackedTableSchema.fromBean(Post.class));
        registry.register("table", S3BackedTableSchema.fromImmutable(Letter.class));

        assertThat(registered)
                .hasSize(2)
                .allSatisfy(table -> assertThat(table.name()).isEqualTo("table"));
        assertThat(registered.get(1).attributes()).containsOnlyKeys("text");
    }

    @Test
    void anAttributeThatIsS3BackedInOneSchemaAndPlainInAnotherIsRefused() {
        TableSchema<Post> plain = text(null);
        TableSchema<Post> backed = text(S3BackedAttributeConverter.text());

        registry.register("one", plain);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register("one", backed))
                .withMessageContaining("Attributes [body] of table 'one' are S3-backed in one schema");
        registry.register("other", backed);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register("other", plain))
                .withMessageContaining("Attributes [body] of table 'other'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register("arn:aws:dynamodb:eu-west-1:123456789012:table/other", plain))
                .withMessageContaining("body");
        assertThat(registered).hasSize(1);
    }

    @Test
    void aSchemaThatWasRefusedIsForgotten() {
        assertThatThrownBy(() -> registry.register(
                        "table", text(S3BackedAttributeConverter.text().store("none"))))
                .isInstanceOf(IllegalArgumentException.class);

        registry.register("table", text(null));
    }

    @Test
    void aSchemaThatLostAConverterIsRefused() {
        TableSchema<Post> schema = StaticTableSchema.builder(Post.class)
                .newItemSupplier(Post::new)
                .addAttribute(
                        String.class,
                        a -> a.name("body")
                                .getter(Post::getBody)
                                .setter(Post::setBody)
                                .tags(Mark.tag()))
                .build();

        refuses(schema, "'body' of table 'table' comes from a getter with @S3Backed");
    }

    @Test
    void aNestedStaticSchemaWithAnS3BackedAttributeIsRefused() {
        EnhancedType<Post> nested = EnhancedType.documentOf(Post.class, text(S3BackedAttributeConverter.text()));

        refuses(holding(nested), "'outer' of table 'table' holds " + Post.class.getName());
        refuses(holding(EnhancedType.listOf(nested)), "'outer' of table 'table' holds " + Post.class.getName());
        refuses(
                holding(EnhancedType.mapOf(EnhancedType.of(String.class), EnhancedType.listOf(nested))),
                "'outer' of table 'table' holds " + Post.class.getName());
        refuses(
                holding(EnhancedType.documentOf(Post.class, holding(nested))),
                "'outer' of table 'table' holds " + Post.class.getName());
    }

    private static <V> TableSchema<Post> holding(EnhancedType<V> type) {
        return StaticTableSchema.builder(Post.class)
                .newItemSupplier(Post::new)
                .addAttribute(type, a -> a.name("outer").getter(post -> null).setter((post, inner) -> {}))
                .build();
    }

    @Test
    void anUnknownStoreSerializerOrTypeIsNamedWithItsPlace() {
        refuses(
                text(S3BackedAttributeConverter.text().store("none")),
                "Attribute 'body' of table 'table': There is no store 'none'");
        refuses(
                S3BackedTableSchema.fromBean(WrongType.class),
                "Attribute 'text' of table 'table': The serializer 'text'");
        assertThatThrownBy(() -> registry.register("table", S3BackedTableSchema.fromBean(WrongSerializer.class)))
                .isInstanceOf(MissingProviderException.class)
                .hasMessageStartingWith("Attribute 'text' of table 'table'")
                .hasMessageContaining("avro");
    }

    @Test
    void aSchemaWithoutKeysIsRefused() {
        refuses(
                S3BackedTableSchema.fromBean(Refused.Backed.class),
                "The schema of table 'table' has S3-backed attributes and no partition key");
    }

    @Test
    void aNamedStoreIsFound() {
        registry.register("table", text(S3BackedAttributeConverter.text().store("second")));

        assertThat(registered).hasSize(1);
    }

    private void refuses(TableSchema<?> schema, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register("table", schema))
                .withMessageContaining(message);
        assertThat(registered).isEmpty();
    }

    private static TableSchema<EnhancedDocument> documents(S3BackedDocumentAttribute... attributes) {
        return S3BackedTableSchema.documents(
                TableSchema.documentSchemaBuilder()
                        .addIndexPartitionKey(TableMetadata.primaryIndexName(), "author", AttributeValueType.S)
                        .build(),
                attributes);
    }

    private static TableSchema<Post> text(AttributeConverter<String> converter) {
        return StaticTableSchema.builder(Post.class)
                .newItemSupplier(Post::new)
                .addAttribute(
                        String.class,
                        a -> a.name("author")
                                .getter(Post::getAuthor)
                                .setter(Post::setAuthor)
                                .tags(StaticAttributeTags.primaryPartitionKey()))
                .addAttribute(
                        String.class,
                        a -> a.name("body")
                                .getter(Post::getBody)
                                .setter(Post::setBody)
                                .attributeConverter(converter))
                .build();
    }

    @DynamoDbBean
    public static class WrongType {
        @DynamoDbPartitionKey
        public String getId() {
            return "";
        }

        public void setId(String id) {}

        @S3Backed(serializer = "text")
        public Integer getText() {
            return 1;
        }

        public void setText(Integer text) {}
    }

    @DynamoDbBean
    public static class WrongSerializer {
        @DynamoDbPartitionKey
        public String getId() {
            return "";
        }

        public void setId(String id) {}

        @S3Backed(serializer = "avro")
        public String getText() {
            return "";
        }

        public void setText(String text) {}
    }
}
