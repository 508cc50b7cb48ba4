package io.github.s3backed.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.primaryPartitionKey;

import io.github.s3backed.codec.text.TextSerializer;
import io.github.s3backed.core.FileBlobStore;
import io.github.s3backed.core.GzipCompressor;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.core.spi.Compressor;
import io.github.s3backed.enhanced.client.BigTextConverter;
import io.github.s3backed.enhanced.client.JsonDictConverter;
import io.github.s3backed.enhanced.client.S3BackedConfigurations;
import io.github.s3backed.enhanced.client.S3BackedConverter;
import io.github.s3backed.enhanced.client.S3BackedConverterConfig;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.testkit.CompressorContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbConvertedBy;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.services.s3.S3Client;

/** The README's snippets, compiled and run, and compared with its text but for white space. */
class ReadmeSnippetsTest {

    private static final AwsBackend AWS = AwsBackend.embedded();

    private final S3Client s3 = AWS.s3();
    private final DynamoDbEnhancedClient enhanced =
            DynamoDbEnhancedClient.builder().dynamoDbClient(AWS.dynamoDb()).build();

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

        @DynamoDbPartitionKey
        public String getId() {
            return id;
        }

        public void setId(String id) {
            this.id = id;
        }

        @DynamoDbConvertedBy(ArticleText.class) // text of any size: gzipped in S3, its URI in the item
        public String getBody() {
            return body;
        }

        public void setBody(String body) {
            this.body = body;
        }
    }

    public static final class ArticleText extends BigTextConverter {
        public ArticleText() {
            super("articles");
        }
    }

    @Test
    void storeAnArticle() {
        S3Client s3 = createBucket();
        Article article = new Article();
        article.setId("1");
        article.setBody("A long text. ".repeat(100_000));
        Key key = Key.builder().partitionValue("1").build();
        enhanced.table("articles", TableSchema.fromBean(Article.class)).createTable();

        S3BackedConfigurations.register(
                "articles", S3BackedConverterConfig.create(S3BlobStore.create(s3, "my-bucket")));

        DynamoDbTable<Article> articles = enhanced.table("articles", TableSchema.fromBean(Article.class));
        articles.putItem(article);
        assertThat(articles.getItem(key).getBody()).isEqualTo(article.getBody());
    }

    @Test
    void storeANoteWithAStaticSchema() {
        S3Client s3 = createBucket();

        S3BackedConverterConfig config = S3BackedConverterConfig.builder()
                .blobStore(S3BlobStore.create(s3, "my-bucket"))
                .keyTemplate(KeyTemplate.of("notes/{attribute}/{fingerprint}"))
                .attributeName("meta")
                .compressor("zstd")
                .threshold(4096) // stored bytes from which a payload leaves the item
                .build();

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
                                .attributeConverter(new JsonDictConverter(config)))
                .build();

        DynamoDbTable<Note> notes = enhanced.table("notes", schema);
        notes.createTable();
        Note note = new Note();
        note.setId("1");
        note.setMeta(Map.of("tags", List.of("a", "b")));
        notes.putItem(note);
        assertThat(notes.getItem(note).getMeta()).isEqualTo(note.getMeta());
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
