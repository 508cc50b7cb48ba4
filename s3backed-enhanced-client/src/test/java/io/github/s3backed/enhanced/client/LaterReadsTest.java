package io.github.s3backed.enhanced.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.LazyPayload;
import io.github.s3backed.core.StreamedPayload;
import io.github.s3backed.dynamodb.OutdatedPayloadException;
import io.github.s3backed.dynamodb.S3BackedEvent;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbAsyncTable;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbConvertedBy;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbImmutable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional;

/** Lazy and streamed attributes of the Enhanced Client, on real servers. */
@AwsTest
class LaterReadsTest {

    private static final TableSchema<Film> FILMS = S3BackedTableSchema.fromBean(Film.class);
    private static final byte[] PICTURE = new byte[3_000_000];

    static {
        new Random(4).nextBytes(PICTURE);
    }

    private final Coordinated coordinated;
    private final S3BackedEnhancedClient client;
    private final List<S3BackedEvent> events = new CopyOnWriteArrayList<>();
    private final DynamoDbTable<Film> films;
    private final String name;

    @TempDir
    Path folder;

    LaterReadsTest(AwsBackend aws) {
        this.coordinated = new Coordinated(aws);
        this.client = coordinated
                .blocking()
                .configure(settings -> settings.listener(events::add))
                .build();
        this.name = coordinated.newTable();
        this.films = client.table(name, FILMS);
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static Film film(String id) {
        Film film = Film.of("ann", id);
        film.setScript(LazyPayload.of("Enter a ghost. ".repeat(1000)));
        film.setMeta(LazyPayload.of(Map.of("length", 90)));
        film.setPicture(StreamedPayload.of(new ByteArrayInputStream(PICTURE)));
        return film;
    }

    private static byte[] bytesOf(@Nullable StreamedPayload payload) throws IOException {
        assertThat(payload).isNotNull();
        try (InputStream in = payload.open()) {
            return in.readAllBytes();
        }
    }

    private Film read(String id) {
        Film film = films.getItem(Coordinated.key(id));
        assertThat(film).isNotNull();
        return film;
    }

    @Test
    void aBeansPayloadsReadBackWhenSomebodyAsks() throws IOException {
        films.putItem(film("1"));

        Film read = read("1");
        assertThat(read.getScript().isFetched()).isFalse();
        assertThat(read.getScript().get()).isEqualTo("Enter a ghost. ".repeat(1000));
        assertThat(read.getMeta().get()).isEqualTo(Map.of("length", 90));
        assertThat(bytesOf(read.getPicture())).isEqualTo(PICTURE);
    }

    @Test
    void readingAnItemFetchesNothing() {
        films.putItem(film("1"));
        events.clear();

        Film read = read("1");
        films.query(QueryConditional.keyEqualTo(key -> key.partitionValue("ann"))).items().stream()
                .forEach(film -> assertThat(film.getScript().reference()).isPresent());

        events.removeIf(event -> !(event instanceof S3BackedEvent.Fetched));
        assertThat(events).isEmpty();
        assertThat(read.getScript().reference().orElseThrow().toString())
                .isEqualTo(coordinated.stored(name, "1").get("script").s());
    }

    @Test
    void whatIsWrittenBackUnreadGetsAnObjectOfItsOwn() throws IOException {
        films.putItem(film("1"));
        List<String> before = coordinated.objects(name);

        films.updateItem(read("1"));

        assertThat(coordinated.objects(name)).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
        assertThat(read("1").getScript().get()).startsWith("Enter a ghost.");
        assertThat(bytesOf(read("1").getPicture())).isEqualTo(PICTURE);
    }

    @Test
    void anItemIsCopiedToAnotherTableByWritingWhatWasReadThere() throws IOException {
        DynamoDbTable<Film> archive = client.table(coordinated.newTable(), FILMS);
        films.putItem(film("1"));
        Film film = read("1");
        film.setId("2");
        archive.putItem(film);
        films.deleteItem(Coordinated.key("1"));

        Film copy = archive.getItem(Coordinated.key("2"));
        assertThat(copy.getScript().get()).startsWith("Enter a ghost.");
        assertThat(bytesOf(copy.getPicture())).isEqualTo(PICTURE);
        assertThat(coordinated.objects(name)).isEmpty();
    }

    @Test
    void aPayloadWhoseItemWasReplacedSinceSaysSo() {
        films.putItem(film("1"));
        Film old = read("1");
        films.putItem(film("1"));

        assertThatThrownBy(() -> old.getScript().get())
                .isInstanceOf(OutdatedPayloadException.class)
                .hasMessageContaining("Read the item again");
    }

    @Test
    void theAsynchronousClientDoesTheSame() throws IOException {
        Path file = Files.write(folder.resolve("picture"), PICTURE);
        try (S3BackedEnhancedAsyncClient async = coordinated.async().build()) {
            DynamoDbAsyncTable<Film> table = async.table(name, FILMS);
            Film film = film("1");
            film.setPicture(StreamedPayload.of(file).withContentType("image/png"));
            table.putItem(film).join();

            Film read = table.getItem(Coordinated.key("1")).join();
            assertThat(read.getScript().getAsync().toCompletableFuture().join()).startsWith("Enter a ghost.");
            assertThat(read.getPicture().info().toCompletableFuture().join().contentType())
                    .isEqualTo("image/png");
            Path copy = folder.resolve("copy");
            read.getPicture().copyToAsync(copy).toCompletableFuture().join();
            assertThat(copy).hasBinaryContent(PICTURE);
        }
    }

    @Test
    void staticSchemasHaveThemAsWell() throws IOException {
        S3BackedAttributeConverter<LazyPayload<String>> text =
                S3BackedAttributeConverter.text().threshold(0).lazy();
        TableSchema<Film> schema = StaticTableSchema.builder(Film.class)
                .newItemSupplier(Film::new)
                .addAttribute(
                        String.class,
                        a -> a.name("author")
                                .getter(Film::getAuthor)
                                .setter(Film::setAuthor)
                                .tags(StaticAttributeTags.primaryPartitionKey()))
                .addAttribute(
                        String.class,
                        a -> a.name("id")
                                .getter(Film::getId)
                                .setter(Film::setId)
                                .tags(StaticAttributeTags.primarySortKey()))
                .addAttribute(
                        text.type(),
                        a -> a.name("script")
                                .getter(Film::getScript)
                                .setter(Film::setScript)
                                .attributeConverter(text))
                .addAttribute(
                        StreamedPayload.class,
                        a -> a.name("picture")
                                .getter(Film::getPicture)
                                .setter(Film::setPicture)
                                .attributeConverter(S3BackedAttributeConverter.streamed()))
                .build();
        DynamoDbTable<Film> table = client.table(coordinated.newTable(), schema);
        table.putItem(film("1"));

        Film read = table.getItem(Coordinated.key("1"));
        assertThat(read.getScript().get()).startsWith("Enter a ghost.");
        assertThat(bytesOf(read.getPicture())).isEqualTo(PICTURE);
    }

    @Test
    void immutableClassesHaveThemAsWell() {
        DynamoDbTable<Poem> poems = client.table(coordinated.newTable(), S3BackedTableSchema.fromImmutable(Poem.class));
        Poem.Builder poem = new Poem.Builder();
        poem.author("ann");
        poem.id("1");
        poem.verses(LazyPayload.of(List.of("one", "two")));
        poems.putItem(poem.build());

        assertThat(poems.getItem(Coordinated.key("1")).verses().get()).containsExactly("one", "two");
    }

    /** A record with a lazy component. */
    @DynamoDbImmutable(builder = Poem.Builder.class)
    public record Poem(
            @DynamoDbPartitionKey @Nullable String author,
            @DynamoDbSortKey @Nullable String id,
            @S3Backed(threshold = 0) @Nullable LazyPayload<List<String>> verses) {

        public static final class Builder {
            private @Nullable String author;
            private @Nullable String id;
            private @Nullable LazyPayload<List<String>> verses;

            public Builder() {}

            public void author(@Nullable String author) {
                this.author = author;
            }

            public void id(@Nullable String id) {
                this.id = id;
            }

            public void verses(@Nullable LazyPayload<List<String>> verses) {
                this.verses = verses;
            }

            public Poem build() {
                return new Poem(author, id, verses);
            }
        }
    }

    @Test
    void aLazyPayloadMustSayOfWhat() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PayloadFormat.of("", LazyPayload.class))
                .withMessageContaining("LazyPayload<String>");
    }

    @Test
    void aStreamIsStoredAsItsBytesAlone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PayloadFormat.of("json", StreamedPayload.class))
                .withMessageContaining("'binary'");
    }

    // ---- the plain door ----

    @Test
    void plainConvertersCanBeLazyAndStreamed() throws IOException {
        S3BackedConverterConfig config =
                S3BackedConverterConfig.create(S3BlobStore.create(coordinated.aws.s3(), coordinated.aws.bucket()));
        S3BackedConfigurations.Registration registered = S3BackedConfigurations.register("reels", config);
        try {
            DynamoDbTable<Reel> reels = DynamoDbEnhancedClient.builder()
                    .dynamoDbClient(coordinated.aws.dynamoDb())
                    .build()
                    .table(coordinated.newTable(), TableSchema.fromBean(Reel.class));
            Reel reel = new Reel();
            reel.setAuthor("ann");
            reel.setId("1");
            reel.setScript(LazyPayload.of("Exit ghost."));
            reel.setPicture(StreamedPayload.of(new ByteArrayInputStream(PICTURE)));
            reels.putItem(reel);

            Reel read = reels.getItem(Coordinated.key("1"));
            assertThat(read.getScript().isFetched()).isFalse();
            reels.putItem(read); // What was not fetched is written all the same.
            Reel again = reels.getItem(Coordinated.key("1"));
            assertThat(again.getScript().get()).isEqualTo("Exit ghost.");
            assertThat(bytesOf(again.getPicture())).isEqualTo(PICTURE);
        } finally {
            registered.close();
        }
    }

    @Test
    void whatIsYetToBeStoredHasNoUrl() {
        assertThatIllegalStateException()
                .isThrownBy(() -> LazyPayload.of("text").presign(Duration.ofMinutes(1)))
                .withMessageContaining("yet to be stored");
    }

    /** A bean of the plain door. */
    @DynamoDbBean
    public static class Reel {
        private @Nullable String author;
        private @Nullable String id;
        private @Nullable LazyPayload<String> script;
        private @Nullable StreamedPayload picture;

        /** What a bean has. */
        public Reel() {}

        @DynamoDbPartitionKey
        public @Nullable String getAuthor() {
            return author;
        }

        public void setAuthor(@Nullable String author) {
            this.author = author;
        }

        @DynamoDbSortKey
        public @Nullable String getId() {
            return id;
        }

        public void setId(@Nullable String id) {
            this.id = id;
        }

        @DynamoDbConvertedBy(Script.class)
        public @Nullable LazyPayload<String> getScript() {
            return script;
        }

        public void setScript(@Nullable LazyPayload<String> script) {
            this.script = script;
        }

        @DynamoDbConvertedBy(Picture.class)
        public @Nullable StreamedPayload getPicture() {
            return picture;
        }

        public void setPicture(@Nullable StreamedPayload picture) {
            this.picture = picture;
        }

        /** Of text. */
        public static final class Text extends BigTextConverter {
            public Text() {
                super("reels");
            }
        }

        /** Of lazy text. */
        public static final class Script extends LazyConverter<String> {
            public Script() {
                super(new Text());
            }
        }

        /** Of streams. */
        public static final class Picture extends StreamedConverter {
            public Picture() {
                super("reels");
            }
        }
    }
}
