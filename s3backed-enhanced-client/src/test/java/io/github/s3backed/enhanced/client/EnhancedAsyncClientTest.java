package io.github.s3backed.enhanced.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbAsyncTable;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import software.amazon.awssdk.enhanced.dynamodb.model.IgnoreNullsMode;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional;
import software.amazon.awssdk.enhanced.dynamodb.model.ReadBatch;
import software.amazon.awssdk.enhanced.dynamodb.model.WriteBatch;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** The asynchronous Enhanced Client over a coordinated client, on real servers. */
@AwsTest
class EnhancedAsyncClientTest {

    private static final RecursiveComparisonConfiguration AS_WRITTEN = RecursiveComparisonConfiguration.builder()
            .withIgnoredFields("version", "edits", "updated")
            .build();

    private final Coordinated coordinated;
    private final S3BackedEnhancedAsyncClient client;
    private final String name;

    EnhancedAsyncClientTest(AwsBackend aws) {
        this.coordinated = new Coordinated(aws);
        this.client = coordinated.async().build();
        this.name = coordinated.newTable();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void aBeanReadsBackAsItWasWritten() {
        DynamoDbAsyncTable<Post> posts = posts();
        posts.putItem(Post.full("ann", "1")).join();

        assertThat(read(posts, "1")).usingRecursiveComparison(AS_WRITTEN).isEqualTo(Post.full("ann", "1"));
        assertThat(coordinated.objects(name)).hasSize(7);
    }

    @Test
    void immutableClassesStaticSchemasAndDocumentsReadBackAsTheyWereWritten() {
        DynamoDbAsyncTable<Letter> letters = client.table(name, Coordinated.LETTERS);
        letters.putItem(new Letter("ann", "1", "text")).join();
        assertThat(letters.getItem(Coordinated.key("1")).join()).isEqualTo(new Letter("ann", "1", "text"));

        String other = coordinated.newTable();
        DynamoDbAsyncTable<Post> posts = client.table(other, Coordinated.STATIC);
        posts.putItem(Post.of("ann", "1", "body")).join();
        assertThat(read(posts, "1").getBody()).isEqualTo("body");

        EnhancedDocument document = EnhancedDocument.fromJson(
                "{\"author\":\"ann\",\"id\":\"2\",\"body\":\"text\",\"meta\":[1,{\"a\":\"b\"}]}");
        DynamoDbAsyncTable<EnhancedDocument> documents = client.table(coordinated.newTable(), Coordinated.DOCUMENTS);
        documents.putItem(document).join();
        assertThat(documents.getItem(Coordinated.key("2")).join().toMap()).isEqualTo(document.toMap());
    }

    @Test
    void aRejectedWriteLeavesNoObject() {
        DynamoDbAsyncTable<Post> posts = posts();
        Post old = Post.of("ann", "1", "body");
        old.setVersion(7);

        assertThatThrownBy(() -> posts.putItem(old).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ConditionalCheckFailedException.class);
        assertThat(coordinated.objects(name)).isEmpty();
    }

    @Test
    void anUpdateReplacesOnePayloadAndADeleteRemovesAll() {
        DynamoDbAsyncTable<Post> posts = posts();
        posts.putItem(Post.full("ann", "1")).join();
        Post change = Post.of("ann", "1", "new");
        change.setVersion(1);

        Post updated = posts.updateItem(request -> request.item(change).ignoreNullsMode(IgnoreNullsMode.SCALAR_ONLY))
                .join();
        assertThat(updated.getBody()).isEqualTo("new");
        assertThat(updated.getMeta()).isEqualTo(Map.of("tags", List.of("a", "b"), "pages", 3));
        assertThat(coordinated.objects(name)).hasSize(7);

        assertThat(posts.deleteItem(Coordinated.key("1")).join().getBody()).isEqualTo("new");
        assertThat(coordinated.objects(name)).isEmpty();
    }

    @Test
    void batchesAndTransactionsWriteAndRead() {
        DynamoDbAsyncTable<Letter> letters = client.table(name, Coordinated.LETTERS);
        client.batchWriteItem(batch -> batch.addWriteBatch(WriteBatch.builder(Letter.class)
                        .mappedTableResource(letters)
                        .addPutItem(new Letter("ann", "1", "one"))
                        .build()))
                .join();
        client.transactWriteItems(write -> write.addPutItem(letters, new Letter("ann", "2", "two")))
                .join();

        assertThat(all(client.batchGetItem(batch -> batch.addReadBatch(ReadBatch.builder(Letter.class)
                                .mappedTableResource(letters)
                                .addGetItem(Coordinated.key("1"))
                                .addGetItem(Coordinated.key("2"))
                                .build()))
                        .resultsForTable(letters)))
                .extracting(Letter::text)
                .containsExactlyInAnyOrder("one", "two");
        assertThat(client.transactGetItems(get -> get.addGetItem(letters, Coordinated.key("2")))
                        .join()
                        .get(0)
                        .getItem(letters)
                        .text())
                .isEqualTo("two");
    }

    @Test
    void pagesOfQueriesAndScansAreRead() {
        DynamoDbAsyncTable<Post> posts = posts();
        for (String id : List.of("1", "2", "3")) {
            posts.putItem(Post.of("ann", id, "body " + id)).join();
        }

        assertThat(all(posts.query(query -> query.limit(1)
                                .queryConditional(QueryConditional.keyEqualTo(key -> key.partitionValue("ann"))))
                        .items()))
                .extracting(Post::getBody)
                .containsExactly("body 1", "body 2", "body 3");
        assertThat(all(posts.scan(scan -> scan.limit(2)).items()))
                .extracting(Post::getBody)
                .containsExactlyInAnyOrder("body 1", "body 2", "body 3");
    }

    @Tag("newest-sdk") // older ones do not tell
    @Test
    void theClientBehindItIsTheCoordinatedOne() {
        posts().putItem(Post.of("ann", "1", "body")).join();

        assertThat(Coordinated.POSTS
                        .mapToItem(client.dynamoDbAsyncClient()
                                .getItem(request -> request.tableName(name)
                                        .key(Coordinated.key("1").primaryKeyMap(Coordinated.POSTS)))
                                .join()
                                .item())
                        .getBody())
                .isEqualTo("body");
        assertThat(client.s3backed().store("second")).isSameAs(coordinated.second);
    }

    private DynamoDbAsyncTable<Post> posts() {
        return client.table(name, Coordinated.POSTS);
    }

    private static Post read(DynamoDbAsyncTable<Post> posts, String id) {
        return posts.getItem(request -> request.key(Coordinated.key(id)).consistentRead(true))
                .join();
    }

    private static <T> List<T> all(SdkPublisher<T> publisher) {
        List<T> all = new CopyOnWriteArrayList<>();
        publisher.subscribe(all::add).join();
        return all;
    }
}
