package io.github.s3backed.enhanced.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.primaryPartitionKey;
import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.primarySortKey;
import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.secondaryPartitionKey;
import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.secondarySortKey;
import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.updateBehavior;

import io.github.s3backed.core.MemoryBlobStore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTag;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.UpdateBehavior;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbConvertedBy;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondaryPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondarySortKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;

class KeyAttributesTest {

    static Stream<Named<StaticAttributeTag>> keys() {
        return Stream.of(
                Named.of("table partition key", primaryPartitionKey()),
                Named.of("table sort key", primarySortKey()),
                Named.of("index partition key", secondaryPartitionKey("index")),
                Named.of("index sort key", secondarySortKey("index")));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aKeyOfAStaticSchemaIsRefusedWhenTheSchemaIsBuilt(StaticAttributeTag key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> schema(key))
                .withMessage("Attribute 'body' of type M is not a suitable type to be used as a key.");
    }

    @Test
    void anAttributeThatIsNoKeyMayHaveOtherTags() {
        assertThat(schema(updateBehavior(UpdateBehavior.WRITE_IF_NOT_EXISTS)).attributeNames())
                .containsExactly("body");
    }

    @ParameterizedTest
    @ValueSource(classes = {TableKey.class, SortKey.class, IndexKey.class, IndexSortKey.class})
    void aKeyOfABeanIsRefusedWhenTheSchemaIsBuilt(Class<?> bean) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TableSchema.fromBean(bean))
                .withMessage("Attribute 'body' of type M is not a suitable type to be used as a key.");
    }

    private static TableSchema<TableKey> schema(StaticAttributeTag tag) {
        return StaticTableSchema.builder(TableKey.class)
                .newItemSupplier(TableKey::new)
                .addAttribute(
                        String.class,
                        a -> a.name("body")
                                .getter(TableKey::getBody)
                                .setter(TableKey::setBody)
                                .attributeConverter(Converters.text(MemoryBlobStore.create("bucket")))
                                .tags(tag))
                .build();
    }

    public static final class BodyConverter extends BigTextConverter {
        public BodyConverter() {
            super("keys");
        }
    }

    @DynamoDbBean
    public static class TableKey {
        private String body = "";

        @DynamoDbPartitionKey
        @DynamoDbConvertedBy(BodyConverter.class)
        public String getBody() {
            return body;
        }

        public void setBody(String body) {
            this.body = body;
        }
    }

    @DynamoDbBean
    public static class SortKey {
        private String body = "";

        @DynamoDbSortKey
        @DynamoDbConvertedBy(BodyConverter.class)
        public String getBody() {
            return body;
        }

        public void setBody(String body) {
            this.body = body;
        }
    }

    @DynamoDbBean
    public static class IndexKey {
        private String body = "";

        @DynamoDbSecondaryPartitionKey(indexNames = "index")
        @DynamoDbConvertedBy(BodyConverter.class)
        public String getBody() {
            return body;
        }

        public void setBody(String body) {
            this.body = body;
        }
    }

    @DynamoDbBean
    public static class IndexSortKey {
        private String body = "";

        @DynamoDbSecondarySortKey(indexNames = "index")
        @DynamoDbConvertedBy(BodyConverter.class)
        public String getBody() {
            return body;
        }

        public void setBody(String body) {
            this.body = body;
        }
    }
}
