package io.github.s3backed.enhanced.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.BlobNotFoundException;
import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.SerializationException;
import io.github.s3backed.enhanced.client.S3BackedConfigurations.Registration;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbAsyncTable;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedAsyncClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.model.IgnoreNullsMode;
import software.amazon.awssdk.enhanced.dynamodb.model.PutItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** The converters in the Enhanced Client, on real servers. */
@AwsTest
class PlainDoorTest {

    private static final TableSchema<Article> ARTICLES = TableSchema.fromBean(Article.class);
    private static final Key KEY =
            Key.builder().partitionValue("ann").sortValue("one").build();

    private final AwsBackend aws;
    private final String prefix = UUID.randomUUID().toString();
    private S3BackedConverterConfig config;
    private Registration registration;

    PlainDoorTest(AwsBackend aws) {
        this.aws = aws;
    }

    @BeforeEach
    void register() {
        config = S3BackedConverterConfig.builder()
                .blobStore(S3BlobStore.create(aws.s3(), aws.bucket()))
                .keyTemplate(KeyTemplate.of(prefix + "/{fingerprint}"))
                .build();
        registration = S3BackedConfigurations.register(Article.CONFIGURATION, config);
    }

    @AfterEach
    void unregister() {
        registration.close();
    }

    @Test
    void aBeanReadsBackAsItWasWritten() {
        DynamoDbTable<Article> articles = articles();
        articles.putItem(full());

        assertThat(read(articles)).usingRecursiveComparison().isEqualTo(full());
    }

    @Test
    void anItemKeepsOnlyReferences() {
        DynamoDbTable<Article> articles = articles();
        articles.putItem(full());

        assertThat(stored(articles)).hasSize(6).allSatisfy((name, value) -> {
            if (!List.of("author", "title").contains(name)) {
                assertThat(value.s()).startsWith("s3://" + aws.bucket() + "/" + prefix + "/");
            }
        });
        assertThat(objects()).isEqualTo(4);
    }

    @Test
    void nullIsNeitherStoredNorWritten() {
        DynamoDbTable<Article> articles = articles();
        articles.putItem(Article.of("ann", "one"));

        assertThat(stored(articles)).containsOnlyKeys("author", "title");
        assertThat(objects()).isZero();
        assertThat(read(articles).getBody()).isNull();
    }

    @Test
    void aNullAttributeReadsAsNull() {
        DynamoDbTable<Article> articles = articles();
        aws.dynamoDb()
                .putItem(request -> request.tableName(articles.tableName())
                        .item(Map.of(
                                "author", AttributeValue.fromS("ann"),
                                "title", AttributeValue.fromS("one"),
                                "body", AttributeValue.fromNul(true))));

        assertThat(read(articles).getBody()).isNull();
    }

    @Test
    void emptyValuesReadBackAsEmptyAndNotAsNull() {
        DynamoDbTable<Article> articles = articles();
        Article article = Article.of("ann", "one");
        article.setBody("");
        article.setImage(new byte[0]);
        article.setMeta(Map.of());
        article.setComments(List.of());

        articles.putItem(article);

        assertThat(read(articles)).usingRecursiveComparison().isEqualTo(article);
    }

    @Test
    void aQueryReadsEveryItem() {
        DynamoDbTable<Article> articles = articles();
        for (String title : List.of("one", "three", "two")) {
            Article article = Article.of("ann", title);
            article.setBody("The body of " + title);
            articles.putItem(article);
        }

        assertThat(articles.query(QueryConditional.keyEqualTo(key -> key.partitionValue("ann"))).items().stream())
                .extracting(Article::getBody)
                .containsExactly("The body of one", "The body of three", "The body of two");
    }

    @Test
    void anUpdateReplacesTheReferenceAndLeavesTheFormerObject() {
        DynamoDbTable<Article> articles = articles();
        articles.putItem(full());
        Article change = Article.of("ann", "one");
        change.setBody("new");

        Article image =
                articles.updateItem(request -> request.item(change).ignoreNullsMode(IgnoreNullsMode.SCALAR_ONLY));

        assertThat(image.getBody()).isEqualTo("new");
        assertThat(image.getMeta()).isEqualTo(full().getMeta());
        assertThat(read(articles).getBody()).isEqualTo("new");
        assertThat(objects()).isEqualTo(5);
    }

    @Test
    void anUpdateWithNullRemovesTheAttribute() {
        DynamoDbTable<Article> articles = articles();
        articles.putItem(full());

        articles.updateItem(Article.of("ann", "one"));

        assertThat(stored(articles)).containsOnlyKeys("author", "title");
        assertThat(read(articles).getBody()).isNull();
    }

    @Test
    void aDeleteReturnsTheItemAndLeavesItsObjects() {
        DynamoDbTable<Article> articles = articles();
        articles.putItem(full());

        assertThat(articles.deleteItem(KEY)).usingRecursiveComparison().isEqualTo(full());
        assertThat(read(articles)).isNull();
        assertThat(objects()).isEqualTo(4);
    }

    @Test
    void aWriteThatIsRefusedLeavesItsObjects() {
        DynamoDbTable<Article> articles = articles();
        PutItemEnhancedRequest<Article> request = PutItemEnhancedRequest.builder(Article.class)
                .item(full())
                .conditionExpression(Expression.builder()
                        .expression("attribute_exists(author)")
                        .build())
                .build();

        assertThatThrownBy(() -> articles.putItem(request)).isInstanceOf(ConditionalCheckFailedException.class);
        assertThat(objects()).isEqualTo(4);
    }

    @Test
    void equalPayloadsOfTwoItemsAreOneObject() {
        DynamoDbTable<Article> articles = articles();
        for (String title : List.of("one", "two")) {
            Article article = Article.of("ann", title);
            article.setBody("the same");
            articles.putItem(article);
        }

        assertThat(objects()).isEqualTo(1);
    }

    @Test
    void theAsynchronousClientReadsAndWritesTheSame() {
        DynamoDbAsyncTable<Article> articles = DynamoDbEnhancedAsyncClient.builder()
                .dynamoDbClient(aws.dynamoDbAsync())
                .build()
                .table(articles().tableName(), ARTICLES);
        articles.putItem(full()).join();

        assertThat(articles.getItem(KEY).join()).usingRecursiveComparison().isEqualTo(full());

        Article change = full();
        change.setBody("new");
        assertThat(articles.updateItem(change).join().getBody()).isEqualTo("new");
        assertThat(articles.deleteItem(KEY).join().getBody()).isEqualTo("new");
    }

    @Test
    void anImmutableClassReadsBackAsItWasWritten() {
        DynamoDbTable<Page> pages = table(TableSchema.fromImmutableClass(Page.class));
        pages.putItem(Page.builder().id("1").text("text").build());

        assertThat(pages.getItem(Key.builder().partitionValue("1").build()).text())
                .isEqualTo("text");
    }

    @Test
    void aStaticSchemaIsGivenItsConfiguration() {
        TableSchema<Article> schema = StaticTableSchema.builder(Article.class)
                .newItemSupplier(Article::new)
                .addAttribute(
                        String.class,
                        a -> a.name("id")
                                .getter(Article::getTitle)
                                .setter(Article::setTitle)
                                .tags(StaticAttributeTags.primaryPartitionKey()))
                .addAttribute(
                        String.class,
                        a -> a.name("body")
                                .getter(Article::getBody)
                                .setter(Article::setBody)
                                .attributeConverter(new BigTextConverter(config)))
                .build();
        DynamoDbTable<Article> articles = table(schema);
        articles.putItem(full());

        assertThat(articles.getItem(Key.builder().partitionValue("one").build()).getBody())
                .isEqualTo("body");
        assertThat(objects()).isEqualTo(1);
    }

    @Test
    void aLostObjectIsAnErrorThatNamesTheReference() {
        DynamoDbTable<Article> articles = articles();
        articles.putItem(full());
        String uri = stored(articles).get("body").s();
        aws.s3().deleteObject(request -> request.bucket(aws.bucket()).key(keyOf(uri)));

        assertThatExceptionOfType(BlobNotFoundException.class)
                .isThrownBy(() -> read(articles))
                .withMessageContaining(uri);
    }

    @Test
    void aMissingBucketIsTheStoresErrorAndNothingIsWritten() {
        registration.close();
        registration = S3BackedConfigurations.register(
                Article.CONFIGURATION,
                S3BackedConverterConfig.create(S3BlobStore.create(aws.s3(), "s3backed-no-" + UUID.randomUUID())));
        DynamoDbTable<Article> articles = articles();

        assertThatThrownBy(() -> articles.putItem(full()))
                .isInstanceOf(BlobStoreException.class)
                .hasRootCauseInstanceOf(NoSuchBucketException.class);
        assertThat(stored(articles)).isEmpty();
    }

    @Test
    void textThatHasNoFaithfulFormIsRefusedAndNothingIsWritten() {
        DynamoDbTable<Article> articles = articles();
        Article article = Article.of("ann", "one");
        article.setBody("unpaired \ud800");

        assertThatThrownBy(() -> articles.putItem(article)).isInstanceOf(SerializationException.class);
        assertThat(objects()).isZero();
        assertThat(stored(articles)).isEmpty();
    }

    @Test
    void aFailedImageMakesAnUpdateThatHappenedFailUnlessNoneIsAskedFor() {
        DynamoDbTable<Article> articles = articles();
        articles.putItem(full());
        String uri = stored(articles).get("body").s();
        aws.s3().deleteObject(request -> request.bucket(aws.bucket()).key(keyOf(uri)));
        Article change = Article.of("ann", "one");
        change.setImage("new".getBytes(UTF_8));

        assertThatThrownBy(() -> articles.updateItem(
                        request -> request.item(change).ignoreNullsMode(IgnoreNullsMode.SCALAR_ONLY)))
                .isInstanceOf(IllegalStateException.class)
                .hasCauseInstanceOf(BlobNotFoundException.class);
        assertThat(stored(articles).get("image").s()).isNotEqualTo(uri);

        articles.updateItemWithResponse(request -> request.item(change)
                .ignoreNullsMode(IgnoreNullsMode.SCALAR_ONLY)
                .returnValues(ReturnValue.NONE));
    }

    private static Article full() {
        Article article = Article.of("ann", "one");
        article.setBody("body");
        article.setImage(new byte[] {0, -1});
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("tags", List.of("a", "b"));
        meta.put("pages", 3);
        article.setMeta(meta);
        article.setComments(List.of(new Article.Comment("bob", "fine"), new Article.Comment("eve", "")));
        return article;
    }

    private DynamoDbTable<Article> articles() {
        return table(ARTICLES);
    }

    private <T> DynamoDbTable<T> table(TableSchema<T> schema) {
        DynamoDbTable<T> table = DynamoDbEnhancedClient.builder()
                .dynamoDbClient(aws.dynamoDb())
                .build()
                .table(aws.newTableName("plain"), schema);
        table.createTable();
        aws.dynamoDb().waiter().waitUntilTableExists(request -> request.tableName(table.tableName()));
        return table;
    }

    private static Article read(DynamoDbTable<Article> articles) {
        return articles.getItem(request -> request.key(KEY).consistentRead(true));
    }

    private Map<String, AttributeValue> stored(DynamoDbTable<Article> articles) {
        return aws.dynamoDb()
                .getItem(request -> request.tableName(articles.tableName())
                        .key(KEY.primaryKeyMap(ARTICLES))
                        .consistentRead(true))
                .item();
    }

    private String keyOf(String uri) {
        return uri.substring(("s3://" + aws.bucket() + "/").length());
    }

    private long objects() {
        return aws
                .s3()
                .listObjectsV2Paginator(request -> request.bucket(aws.bucket()).prefix(prefix))
                .contents()
                .stream()
                .count();
    }
}
