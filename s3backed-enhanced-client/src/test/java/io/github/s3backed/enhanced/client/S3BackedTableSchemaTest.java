package io.github.s3backed.enhanced.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.dynamodb.PayloadHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.BeanTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.ImmutableTableSchema;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class S3BackedTableSchemaTest {

    private static final TableSchema<Post> POSTS = S3BackedTableSchema.fromBean(Post.class);

    @Tag("newest-sdk") // older ones flatten no maps
    @Test
    void aClassWithoutS3BackedGettersIsTheSdks() {
        assertThat(S3BackedTableSchema.fromBean(Catalog.Entry.class)).isInstanceOf(BeanTableSchema.class);
        assertThat(S3BackedTableSchema.fromImmutable(Catalog.Card.class)).isInstanceOf(ImmutableTableSchema.class);
        assertThat(S3BackedTableSchema.fromClass(Catalog.Card.class)).isInstanceOf(ImmutableTableSchema.class);
    }

    @Test
    void annotatedGettersAndSettersAndThoseOfFlattenedClassesAreS3Backed() {
        List<String> backed = new ArrayList<>(POSTS.attributeNames());
        backed.removeIf(name -> !(POSTS.converterForAttribute(name) instanceof S3BackedAttributeConverter<?>));

        assertThat(backed)
                .containsExactlyInAnyOrder(
                        "body", "image", "sdkBytes", "buffer", "chars", "meta", "remarks", "origin", "content");
    }

    @Test
    void aValueIsHandedOverAsItIs() {
        Post post = Post.full("ann", "1");
        Map<String, AttributeValue> item = POSTS.itemToMap(post, true);

        assertThat(handed(item, "body")).isSameAs(post.getBody());
        assertThat(handed(item, "image")).isSameAs(post.getImage());
        assertThat(handed(item, "remarks")).isSameAs(post.getComments());
        assertThat(handed(item, "content")).isSameAs(post.getAttachment().getContent());
        assertThat(item.get("title")).isEqualTo(AttributeValue.fromS("title"));
    }

    @Test
    void aBeanIsReadFromWhatIsHandedOver() {
        assertThat(POSTS.mapToItem(POSTS.itemToMap(Post.full("ann", "1"), true)))
                .usingRecursiveComparison()
                .isEqualTo(Post.full("ann", "1"));
    }

    @Test
    void nullIsNotHandedOver() {
        Map<String, AttributeValue> item = POSTS.itemToMap(Post.of("ann", "1"), false);

        assertThat(item.get("body")).isEqualTo(AttributeValue.fromNul(true));
        assertThat(POSTS.mapToItem(item).getBody()).isNull();
    }

    @Test
    void aRecordAndAnImmutableClassAreReadFromWhatIsHandedOver() {
        TableSchema<Letter> letters = S3BackedTableSchema.fromImmutable(Letter.class);
        Letter letter = new Letter("ann", "1", "text");
        assertThat(letters.mapToItem(letters.itemToMap(letter, true))).isEqualTo(letter);
        assertThat(handed(letters.itemToMap(letter, true), "text")).isEqualTo("text");

        TableSchema<Ticket> tickets = S3BackedTableSchema.fromClass(Ticket.class);
        Ticket ticket = new Ticket.Builder().setId("1").setText("text").build();
        assertThat(tickets.mapToItem(tickets.itemToMap(ticket, true)).getText()).isEqualTo("text");
        assertThat(handed(tickets.itemToMap(ticket, true), "text")).isEqualTo("text");
    }

    @Test
    void whatIsHandedOverHasTheFormThatTheSdkWouldStore() {
        Map<String, AttributeValue> item = POSTS.itemToMap(Post.full("ann", "1"), true);

        assertThat(nativeForm(item, "body")).isEqualTo(AttributeValue.fromS("the body of 1"));
        assertThat(nativeForm(item, "image").b().asByteArray()).isEqualTo(new byte[] {0, 1, -1});
        assertThat(nativeForm(item, "sdkBytes").b().asUtf8String()).isEqualTo("sdk");
    }

    @Test
    void aNativeFormIsMadeByTheProvidersOfTheClass() {
        TableSchema<Refused.Provided> schema = S3BackedTableSchema.fromBean(Refused.Provided.class);
        Refused.Provided provided = new Refused.Provided();
        provided.setText(new Catalog.Shout("hey"));

        assertThat(nativeForm(schema.itemToMap(provided, true), "text")).isEqualTo(AttributeValue.fromS("hey!"));
    }

    @Test
    void nestedBeansHaveANativeForm() {
        TableSchema<Refused.WholeBean> schema = S3BackedTableSchema.fromBean(Refused.WholeBean.class);
        Refused.WholeBean whole = new Refused.WholeBean();
        whole.setInner(List.of(Catalog.inner("a", "b")));

        assertThat(nativeForm(schema.itemToMap(whole, true), "inner").l().get(0).m())
                .containsEntry("first", AttributeValue.fromS("a"));
    }

    @Test
    void aTypeThatTheSdkDoesNotKnowHasNoNativeForm() {
        Map<String, AttributeValue> item = POSTS.itemToMap(Post.full("ann", "1"), true);

        assertThatThrownBy(() -> nativeForm(item, "remarks"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("attribute 'remarks' of " + Post.class.getName() + " has no native form")
                .hasMessageContaining("java.util.List");
    }

    @Test
    void anItemThatAnotherClientReadIsRefused() {
        assertThatThrownBy(() -> POSTS.mapToItem(Map.of("body", AttributeValue.fromS("s3://bucket/key"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("attribute 'body' of " + Post.class.getName())
                .hasMessageContaining("S3BackedEnhancedClient")
                .hasMessageNotContaining("s3://");
    }

    @Test
    void aKeyIsRefused() {
        refuses(Refused.Key.class, "Key.getText has @S3Backed and @DynamoDbPartitionKey");
        refuses(Refused.IndexKey.class, "IndexKey.getText has @S3Backed and @DynamoDbSecondarySortKey");
    }

    @Test
    void anotherConverterIsRefused() {
        refuses(Refused.Converted.class, "Converted.getText has @S3Backed and @DynamoDbConvertedBy");
    }

    @Test
    void annotationsWithoutEffectBesideItAreRefused() {
        refuses(Refused.Sparse.class, "Sparse.getText has @S3Backed and @DynamoDbIgnoreNulls");
        refuses(Refused.Flattened.class, "Flattened.getZone has @S3Backed and @DynamoDbFlatten");
        refuses(Refused.Uuid.class, "Uuid.getText has @S3Backed and @DynamoDbAutoGeneratedUuid");
    }

    @Test
    void nestedClassesWithItAreRefused() {
        String message = "@S3Backed on " + Refused.Backed.class.getName() + ".getText cannot have an effect within "
                + Refused.class.getName();
        refuses(Refused.Nested.class, message + "$Nested.getInner");
        refuses(Refused.NestedInList.class, message + "$NestedInList.getInner");
        refuses(Refused.NestedInMap.class, message + "$NestedInMap.getInner");
        refuses(Refused.NestedDeeply.class, message + "$NestedInList.getInner");
        refuses(Refused.NestedInFlattened.class, message + "$NestedInList.getInner");
        refuses(Refused.NestedInImmutable.class, message + "$NestedInImmutable.inner");
        refuses(Refused.Tree.class, "@S3Backed on " + Refused.Tree.class.getName() + ".getText cannot have an effect");
    }

    @Test
    void flattenedClassesWithinNestedOnesAreRefused() {
        refuses(Refused.NestedFlattening.class, ".getText cannot have an effect within");
    }

    @Test
    void anAnnotationThatIsNotInheritedIsRefused() {
        refuses(
                Refused.Overriding.class,
                "@S3Backed on " + Refused.Backed.class.getName() + ".getText is not inherited by "
                        + Refused.Overriding.class.getName() + ".getText");
        refuses(Refused.Implementing.class, "HasText.getText is not inherited by");
    }

    @Test
    void anInheritedGetterIsS3Backed() {
        assertThat(S3BackedTableSchema.fromBean(Refused.Inheriting.class).converterForAttribute("text"))
                .isInstanceOf(S3BackedAttributeConverter.class);
    }

    @Test
    void aGetterThatIsNotMappedIsRefused() {
        refuses(Refused.NoSetter.class, "NoSetter.getText has no effect");
        refuses(Refused.NotPublic.class, "NotPublic.getText has no effect");
    }

    @Test
    void anIgnoredGetterIsIgnored() {
        assertThat(S3BackedTableSchema.fromBean(Refused.Ignored.class).attributeNames())
                .containsExactly("other");
    }

    @Test
    void twoAnnotationsOfOnePropertyAreRefused() {
        refuses(Refused.Twice.class, "Twice.getText and on its setter");
    }

    @Test
    void aTemplateThatIsNotValidIsRefusedByName() {
        refuses(Refused.BadTemplate.class, "BadTemplate.getText: Key template 'no-fingerprint' lacks {fingerprint}");
    }

    @Test
    void aClassWithoutTheSdksAnnotationIsRefused() {
        refuses(Refused.NoBean.class, "NoBean needs @DynamoDbBean");
    }

    @Test
    void theSdksOwnFactoriesRefuseTheAnnotation() {
        for (Class<?> type : List.of(
                Refused.Backed.class,
                Letter.class,
                Ticket.class,
                Refused.Flattening.class,
                Refused.Nested.class,
                Refused.NestedInList.class,
                Refused.NestedInImmutable.class)) {
            assertThatThrownBy(() -> TableSchema.fromClass(type))
                    .as(type.getName())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("The attribute 'text' comes from a getter with @S3Backed");
        }
    }

    private static void refuses(Class<?> type, String message) {
        assertThatThrownBy(() -> S3BackedTableSchema.fromClass(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static Object handed(Map<String, AttributeValue> item, String attribute) {
        return PayloadHandle.in(item.get(attribute)).orElseThrow().value();
    }

    private static AttributeValue nativeForm(Map<String, AttributeValue> item, String attribute) {
        return PayloadHandle.in(item.get(attribute)).orElseThrow().nativeValue().orElseThrow();
    }
}
