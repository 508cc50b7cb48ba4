package io.github.s3backed.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.primaryPartitionKey;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.github.s3backed.codec.text.TextSerializer;
import io.github.s3backed.core.FileBlobStore;
import io.github.s3backed.core.GzipCompressor;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.LazyPayload;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.core.StreamedPayload;
import io.github.s3backed.core.spi.Compressor;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.S3BackedTable;
import io.github.s3backed.enhanced.client.JsonDictConverter;
import io.github.s3backed.enhanced.client.S3Backed;
import io.github.s3backed.enhanced.client.S3BackedAttributeConverter;
import io.github.s3backed.enhanced.client.S3BackedConverter;
import io.github.s3backed.enhanced.client.S3BackedConverterConfig;
import io.github.s3backed.enhanced.client.S3BackedEnhancedClient;
import io.github.s3backed.enhanced.client.S3BackedTableSchema;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.testkit.CompressorContract;
import io.github.s3backed.testkit.Fault;
import io.github.s3backed.testkit.FaultRules;
import io.github.s3backed.testkit.HttpFaults;
import io.github.s3backed.testkit.HttpOperation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;

/** The README's snippets, compiled and run, and compared with its text but for white space. */
class ReadmeSnippetsTest {

    private static final AwsBackend AWS = AwsBackend.embedded();

    private final S3Client s3 = AWS.s3();
    private final DynamoDbClient dynamoDb = AWS.dynamoDb();
    private final DynamoDbEnhancedClient enhanced =
            DynamoDbEnhancedClient.builder().dynamoDbClient(dynamoDb).build();

    @AfterAll
    static void close() {
        AWS.close();
    }

    @Test
    void areInThisFileAsTheReadmeShowsThem() throws IOException {
        Path root = Path.of(System.getProperty("s3backed.root"));
        String readme = Files.readString(root.resolve("README.md"));
        String source = Files.readString(
                root.resolve("s3backed-examples/src/test/java/io/github/s3backed/examples/ReadmeSnippetsTest.java"));
        String here = withoutSpace(source);

        List<String> snippets = Pattern.compile("(?s)```java\\n(.*?)```")
                .matcher(readme)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();

        assertThat(snippets).hasSizeGreaterThanOrEqualTo(5);
        for (String snippet : snippets) {
            assertThat(here).as(snippet).contains(withoutSpace(snippet));
        }
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }

    @DynamoDbBean
    public static class Article {
        private String id;
        private String body;
        private Map<String, Object> meta;

        @DynamoDbPartitionKey
        public String getId() {
            return id;
        }

        public void setId(String id) {
            this.id = id;
        }

        @S3Backed // text of any size: gzipped in S3, its URI in the item
        public String getBody() {
            return body;
        }

        public void setBody(String body) {
            this.body = body;
        }

        @S3Backed(compressor = "zstd") // whatever JSON can hold
        public Map<String, Object> getMeta() {
            return meta;
        }

        public void setMeta(Map<String, Object> meta) {
            this.meta = meta;
        }
    }

    @Test
    void storeAnArticle() {
        S3Client s3 = createBucket();
        Article article = new Article();
        article.setId("1");
        article.setBody(randomText());
        article.setMeta(Map.of("tags", List.of("a", "b")));
        Key key = Key.builder().partitionValue("1").build();
        enhanced.table("articles", S3BackedTableSchema.fromBean(Article.class)).createTable();

        S3BackedEnhancedClient client = S3BackedEnhancedClient.builder()
                .dynamoDbClient(dynamoDb)
                .blobStore(S3BlobStore.create(s3, "my-bucket"))
                .build();

        DynamoDbTable<Article> articles = client.table("articles", S3BackedTableSchema.fromBean(Article.class));
        articles.putItem(article);
        assertThat(articles.getItem(key).getBody()).isEqualTo(article.getBody());
        articles.deleteItem(key); // its objects go with it
        assertThat(objects("s3backed/articles/")).isZero();

        articles.putItem(article);
        assertThat(objects("s3backed/articles/"))
                .as("the text; the rest is small")
                .isEqualTo(1);
    }

    @Test
    void storeANoteWithAStaticSchema() {
        TableSchema<Note> schema = StaticTableSchema.builder(Note.class)
                .newItemSupplier(Note::new)
                .addAttribute(
                        String.class,
                        a -> a.name("id")
                                .getter(Note::getId)
                                .setter(Note::setId)
                                .tags(primaryPartitionKey()))
                .addAttribute(
                        EnhancedType.mapOf(String.class, Object.class),
                        a -> a.name("meta")
                                .getter(Note::getMeta)
                                .setter(Note::setMeta)
                                .attributeConverter(S3BackedAttributeConverter.json(
                                        EnhancedType.mapOf(String.class, Object.class))))
                .build();

        DynamoDbTable<Note> notes = S3BackedEnhancedClient.builder()
                .dynamoDbClient(dynamoDb)
                .blobStore(S3BlobStore.create(createBucket(), "my-bucket"))
                .build()
                .table("notes", schema);
        notes.createTable();
        Note note = new Note();
        note.setId("1");
        note.setMeta(Map.of("tags", List.of("a", "b")));
        notes.putItem(note);
        assertThat(notes.getItem(note).getMeta()).isEqualTo(note.getMeta());
    }

    @Test
    void useTheLowLevelClient() {
        S3Client s3 = createBucket();
        String text = randomText();
        dynamoDb.createTable(create -> create.tableName("pages")
                .keySchema(KeySchemaElement.builder()
                        .attributeName("id")
                        .keyType(KeyType.HASH)
                        .build())
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .billingMode(BillingMode.PAY_PER_REQUEST));

        S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                .blobStore(S3BlobStore.create(s3, "my-bucket"))
                .table(S3BackedTable.builder("pages")
                        .partitionKey("id")
                        .attribute(S3BackedAttribute.text("body").build())
                        .build())
                .build();
        DynamoDbClient client = s3backed.wrap(dynamoDb); // or a DynamoDbAsyncClient

        client.putItem(put -> put.tableName("pages").item(Map.of("id", fromS("1"), "body", fromS(text))));
        assertThat(client.getItem(get -> get.tableName("pages").key(Map.of("id", fromS("1"))))
                        .item()
                        .get("body")
                        .s())
                .isEqualTo(text);
        assertThat(objects("s3backed/pages/")).isEqualTo(1);
    }

    @Test
    void readPayloadsLater(@TempDir Path folder) throws IOException {
        S3BackedEnhancedClient client = S3BackedEnhancedClient.builder()
                .dynamoDbClient(dynamoDb)
                .blobStore(S3BlobStore.create(createBucket(), "my-bucket"))
                .build();
        DynamoDbTable<Film> films = client.table("films", S3BackedTableSchema.fromBean(Film.class));
        films.createTable();
        Path file = Files.writeString(folder.resolve("picture"), randomText());
        String text = randomText();
        Key key = Key.builder().partitionValue("1").build();
        Film film = new Film();
        film.setId("1");

        film.setScript(LazyPayload.of(text));
        film.setPicture(StreamedPayload.of(file).withContentType("video/mp4"));
        films.putItem(film);

        Film found = films.getItem(key); // costs no request to S3
        assertThat(found.getScript().get()).isEqualTo(text); // costs one
        found.getPicture().copyTo(folder.resolve("copy.mp4")); // appears once all of it is verified

        assertThat(folder.resolve("copy.mp4")).hasSameBinaryContentAs(file);
        client.close();
    }

    @DynamoDbBean
    public static class Film {
        private String id;
        private LazyPayload<String> script;
        private StreamedPayload picture;

        @DynamoDbPartitionKey
        public String getId() {
            return id;
        }

        public void setId(String id) {
            this.id = id;
        }

        @S3Backed // fetched when somebody asks
        public LazyPayload<String> getScript() {
            return script;
        }

        public void setScript(LazyPayload<String> script) {
            this.script = script;
        }

        @S3Backed(compressor = "identity") // a file, a stream or a publisher, of any size
        public StreamedPayload getPicture() {
            return picture;
        }

        public void setPicture(StreamedPayload picture) {
            this.picture = picture;
        }
    }

    @Test
    void useAPlainConverter() {
        S3Client s3 = createBucket();

        S3BackedConverterConfig config = S3BackedConverterConfig.builder()
                .blobStore(S3BlobStore.create(s3, "my-bucket"))
                .keyTemplate(KeyTemplate.of("notes/{attribute}/{fingerprint}"))
                .attributeName("meta")
                .compressor("zstd")
                .threshold(4096) // stored bytes from which a payload leaves the item
                .build();

        AttributeConverter<Map<String, Object>> meta =
                new JsonDictConverter(config); // for attributeConverter(...) of a schema
        Map<String, Object> value = Map.of("text", randomText());
        assertThat(meta.transformTo(meta.transformFrom(value))).isEqualTo(value);
    }

    /** What compression leaves large. */
    private static String randomText() {
        return new Random(7)
                .ints(20_000, 'a', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private int objects(String prefix) {
        return s3.listObjectsV2(list -> list.bucket("my-bucket").prefix(prefix)).keyCount();
    }

    @Test
    void convertATypeOfOnesOwn(@TempDir Path folder) {
        S3BackedConverterConfig config = S3BackedConverterConfig.create(FileBlobStore.create(folder.resolve("bucket")));

        S3BackedConverter<Point> points = S3BackedConverter.of(
                EnhancedType.of(Point.class),
                "point", // stored beside the bytes: never changes
                point -> ByteBuffer.allocate(8)
                        .putInt(point.x())
                        .putInt(point.y())
                        .array(),
                bytes -> new Point(
                        ByteBuffer.wrap(bytes).getInt(0), ByteBuffer.wrap(bytes).getInt(4)),
                config);

        assertThat(points.transformTo(points.transformFrom(new Point(3, -4)))).isEqualTo(new Point(3, -4));
    }

    @Test
    void usePipelineByItself(@TempDir Path folder) {
        PayloadPipeline<String> pipeline = PayloadPipeline.builder(new TextSerializer())
                .blobStore(FileBlobStore.create(folder.resolve("my-bucket")))
                .keyTemplate(KeyTemplate.of("notes/{fingerprint}-{writeId}"))
                .build();

        StoredPayload stored = pipeline.store("some text", KeyContext.empty());
        assertThat(pipeline.load(stored, KeyContext.empty())).isEqualTo("some text"); // or storeAsync and loadAsync
    }

    @Nested
    class SmallestGzipTest extends CompressorContract {
        @Override
        protected Compressor compressor() {
            return GzipCompressor.withLevel(9);
        }
    }

    @Test
    void loseAnAnswer() {
        dynamoDb.createTable(create -> create.tableName("counters")
                .keySchema(KeySchemaElement.builder()
                        .attributeName("id")
                        .keyType(KeyType.HASH)
                        .build())
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .billingMode(BillingMode.PAY_PER_REQUEST));
        DynamoDbClientBuilder builder = AWS.dynamoDbBuilder();

        HttpFaults faults = HttpFaults.of(FaultRules.builder()
                .nth(1, HttpOperation.named("PutItem"), new Fault.LoseAnswer())
                .seed(42)
                .sometimes(0.01, HttpOperation.named("GetItem", "Query"), new Fault.Throttle())
                .build());

        DynamoDbClient failing = builder.httpClientBuilder(faults.around(Apache5HttpClient.builder()))
                .build();

        try (failing) {
            assertThatThrownBy(() -> failing.putItem(put -> put.tableName("counters")
                            .item(Map.of("id", fromS("1")))
                            .conditionExpression("attribute_not_exists(id)")))
                    .as("what the SDK makes of its own first attempt, which was done")
                    .isInstanceOf(ConditionalCheckFailedException.class);
        }
        assertThat(faults.injected()).containsOnlyKeys("LoseAnswer");
        assertThat(faults.requests()).hasSize(2);
    }

    private S3Client createBucket() {
        if (s3.listBuckets().buckets().stream()
                .noneMatch(bucket -> bucket.name().equals("my-bucket"))) {
            s3.createBucket(request -> request.bucket("my-bucket"));
        }
        return s3;
    }

    record Point(int x, int y) {}

    public static class Note {
        private String id;
        private Map<String, Object> meta;

        public String getId() {
            return id;
        }

        public void setId(String id) {
            this.id = id;
        }

        public Map<String, Object> getMeta() {
            return meta;
        }

        public void setMeta(Map<String, Object> meta) {
            this.meta = meta;
        }
    }
}
