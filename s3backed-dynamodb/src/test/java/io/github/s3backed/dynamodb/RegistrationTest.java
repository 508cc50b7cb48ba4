package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Which tables and stores may be registered beside each other, and by which names requests may call them. */
@AwsTest
class RegistrationTest {

    private static final Map<String, AttributeValue> KEY = Map.of("id", s("1"));

    private final AwsBackend aws;

    RegistrationTest(AwsBackend aws) {
        this.aws = aws;
    }

    private static S3BackedDynamoDb.Builder settings() {
        return S3BackedDynamoDb.builder().blobStore(MemoryBlobStore.create("one"));
    }

    @Test
    void twoTablesWithOneLogicalNameAreRefused() {
        var both = settings()
                .table(Rig.tableNamed("articles").build())
                .table(Rig.tableNamed("restored").logicalName("articles").build());

        assertThatThrownBy(both::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'articles'", "'restored'", "formerLogicalNames(\"articles\")");
    }

    @Test
    void twoStoresOfOneBucketAreRefused() {
        var both = settings().readFrom(MemoryBlobStore.create("one"));

        assertThatThrownBy(both::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("mem://one", "one and the same store");
    }

    @Test
    void aStoreOfAnAttributeInABucketThatHasAnotherIsRefused() {
        try (S3BackedDynamoDb s3backed = settings().build()) {
            S3BackedTable table = S3BackedTable.builder("articles")
                    .partitionKey("id")
                    .attribute(S3BackedAttribute.text("body")
                            .blobStore(MemoryBlobStore.create("one"))
                            .build())
                    .build();

            assertThatThrownBy(() -> s3backed.register(table))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("mem://one", "one and the same store");
        }
    }

    @Test
    void oneStoreMayBeGivenTwice() {
        MemoryBlobStore store = MemoryBlobStore.create("one");

        S3BackedDynamoDb.builder()
                .blobStore(store)
                .store("again", store)
                .readFrom(store)
                .build()
                .close();
    }

    @ParameterizedTest
    @EnumSource
    void aRestoredTableReadsTheObjectsOfTheOldOneAndRemovesNoneOfThem(Door door) {
        try (Rig old = new Rig(aws, door);
                Rig restored = new Rig(
                        aws,
                        door,
                        old.memory,
                        settings -> settings,
                        table -> table.formerLogicalNames(old.table),
                        client -> client)) {
            List.of("1", "2", "3").forEach(id -> {
                old.put(id, "text " + id);
                aws.dynamoDb().putItem(put -> put.tableName(restored.table).item(old.stored(id)));
            });

            assertThat(restored.get("1")).containsEntry("body", s("text 1"));
            restored.call(Operation.PUT_ITEM, restored.putRequest("1", "new"));
            restored.call(
                    Operation.DELETE_ITEM,
                    DeleteItemRequest.builder()
                            .tableName(restored.table)
                            .key(Map.of("id", s("2")))
                            .build());
            restored.call(
                    Operation.UPDATE_ITEM,
                    UpdateItemRequest.builder()
                            .tableName(restored.table)
                            .key(Map.of("id", s("3")))
                            .updateExpression("REMOVE body")
                            .build());

            assertThat(restored.store.deletes).isEmpty();
            assertThat(old.objects()).containsAll(old.references()).containsAll(restored.references());
            assertThat(old.get("2")).containsEntry("body", s("text 2"));
        }
    }

    static Stream<Function<String, DynamoDbRequest>> requestsOnATable() {
        AttributeValue text = s("text");
        WriteRequest write =
                WriteRequest.builder().deleteRequest(delete -> delete.key(KEY)).build();
        return Stream.of(
                name -> GetItemRequest.builder().tableName(name).key(KEY).build(),
                name -> PutItemRequest.builder().tableName(name).item(KEY).build(),
                name -> UpdateItemRequest.builder()
                        .tableName(name)
                        .key(KEY)
                        .updateExpression("SET body = :b")
                        .expressionAttributeValues(Map.of(":b", text))
                        .build(),
                name -> DeleteItemRequest.builder().tableName(name).key(KEY).build(),
                name -> QueryRequest.builder()
                        .tableName(name)
                        .keyConditionExpression("id = :id")
                        .expressionAttributeValues(Map.of(":id", text))
                        .build(),
                name -> ScanRequest.builder().tableName(name).build(),
                name -> BatchGetItemRequest.builder()
                        .requestItems(Map.of(
                                name,
                                KeysAndAttributes.builder().keys(List.of(KEY)).build()))
                        .build(),
                name -> BatchWriteItemRequest.builder()
                        .requestItems(Map.of(name, List.of(write)))
                        .build(),
                name -> TransactGetItemsRequest.builder()
                        .transactItems(TransactGetItem.builder()
                                .get(get -> get.tableName(name).key(KEY))
                                .build())
                        .build(),
                name -> TransactWriteItemsRequest.builder()
                        .transactItems(TransactWriteItem.builder()
                                .put(put -> put.tableName(name).item(KEY))
                                .build())
                        .build(),
                name -> TransactWriteItemsRequest.builder()
                        .transactItems(TransactWriteItem.builder()
                                .update(update ->
                                        update.tableName(name).key(KEY).updateExpression("REMOVE body"))
                                .build())
                        .build(),
                name -> TransactWriteItemsRequest.builder()
                        .transactItems(TransactWriteItem.builder()
                                .delete(delete -> delete.tableName(name).key(KEY))
                                .build())
                        .build(),
                name -> TransactWriteItemsRequest.builder()
                        .transactItems(TransactWriteItem.builder()
                                .conditionCheck(check ->
                                        check.tableName(name).key(KEY).conditionExpression("attribute_exists(body)"))
                                .build())
                        .build());
    }

    @ParameterizedTest
    @MethodSource("requestsOnATable")
    void aRegisteredTableIsNotToBeNamedByAnArn(Function<String, DynamoDbRequest> request) {
        Tap tap = new Tap();
        try (S3BackedDynamoDb s3backed =
                settings().table(Rig.tableNamed("articles").build()).build()) {
            var client = s3backed.wrap(tap.in(DynamoDbClient.class, aws.dynamoDb()));
            DynamoDbRequest byArn = request.apply("arn:aws:dynamodb:eu-west-1:123456789012:table/articles");

            assertThatThrownBy(() -> OnClient.call(client, byArn))
                    .isInstanceOf(RefusedRequestException.class)
                    .hasMessageContainingAll("'articles'", "ARN", "Nothing was sent");
            assertThat(tap.requests).isEmpty();
        }
    }
}
