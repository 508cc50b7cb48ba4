package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.b;
import static io.github.s3backed.dynamodb.Bench.item;
import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** What wrapped clients do when nothing fails, on real servers. */
@AwsTest
class CoordinatedClientTest {

    private final AwsBackend aws;

    CoordinatedClientTest(AwsBackend aws) {
        this.aws = aws;
    }

    private void on(Door door, Consumer<Bench> test) {
        try (Bench bench = new Bench(aws, door)) {
            test.accept(bench);
        }
    }

    private static void put(Bench bench, Map<String, AttributeValue> item) {
        bench.client.call(
                Operation.PUT_ITEM,
                PutItemRequest.builder().tableName(bench.table).item(item).build());
    }

    private static Map<String, AttributeValue> get(Bench bench, String id) {
        return bench.client
                .call(
                        Operation.GET_ITEM,
                        GetItemRequest.builder()
                                .tableName(bench.table)
                                .key(Map.of("id", s(id)))
                                .build())
                .item();
    }

    @ParameterizedTest
    @EnumSource
    void anItemReadsBackAsItWasPutAndDynamoDbHoldsReferences(Door door) {
        on(door, bench -> {
            put(bench, item("1", "some text"));

            assertThat(get(bench, "1")).isEqualTo(item("1", "some text"));
            assertThat(bench.references()).hasSize(3).isEqualTo(bench.objects());
        });
    }

    @ParameterizedTest
    @EnumSource
    void anOverwriteRemovesTheReplacedObjects(Door door) {
        on(door, bench -> {
            put(bench, item("1", "one"));
            put(bench, item("1", "two"));

            assertThat(get(bench, "1")).isEqualTo(item("1", "two"));
            assertThat(bench.objects()).hasSize(3).isEqualTo(bench.references());
        });
    }

    @ParameterizedTest
    @EnumSource
    void aRejectedPutLeavesNoObjectAndShowsTheOldItem(Door door) {
        on(door, bench -> {
            put(bench, item("1", "one"));
            PutItemRequest again = PutItemRequest.builder()
                    .tableName(bench.table)
                    .item(item("1", "two"))
                    .conditionExpression("attribute_not_exists(body)")
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                    .build();

            assertThatThrownBy(() -> bench.client.call(Operation.PUT_ITEM, again))
                    .isInstanceOfSatisfying(
                            ConditionalCheckFailedException.class,
                            refused -> assertThat(refused.item()).isEqualTo(item("1", "one")));
            assertThat(bench.objects()).hasSize(3).isEqualTo(bench.references());
        });
    }

    @ParameterizedTest
    @EnumSource
    void aDeleteTakesTheObjectsWithIt(Door door) {
        on(door, bench -> {
            put(bench, item("1", "one"));
            DeleteItemRequest delete = DeleteItemRequest.builder()
                    .tableName(bench.table)
                    .key(Map.of("id", s("1")))
                    .returnValues(ReturnValue.ALL_OLD)
                    .build();

            assertThat(bench.client.call(Operation.DELETE_ITEM, delete).attributes())
                    .isEqualTo(item("1", "one"));
            assertThat(bench.objects()).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void anUpdateReplacesOneAttributeAndLeavesTheOthers(Door door) {
        on(door, bench -> {
            put(bench, item("1", "one"));
            for (ReturnValue returned : List.of(
                    ReturnValue.NONE,
                    ReturnValue.ALL_OLD,
                    ReturnValue.UPDATED_OLD,
                    ReturnValue.ALL_NEW,
                    ReturnValue.UPDATED_NEW)) {
                String before = get(bench, "1").get("body").s();
                Map<String, AttributeValue> image = bench.client
                        .call(
                                Operation.UPDATE_ITEM,
                                UpdateItemRequest.builder()
                                        .tableName(bench.table)
                                        .key(Map.of("id", s("1")))
                                        .updateExpression("SET body = :b, n = :n")
                                        .expressionAttributeValues(
                                                Map.of(":b", s("new " + returned), ":n", s(returned.toString())))
                                        .returnValues(returned)
                                        .build())
                        .attributes();

                assertThat(get(bench, "1").get("body")).isEqualTo(s("new " + returned));
                assertThat(bench.objects()).as(returned.toString()).hasSize(3).isEqualTo(bench.references());
                if (returned != ReturnValue.NONE) {
                    assertThat(image.get("body").s())
                            .isEqualTo(returned.toString().endsWith("OLD") ? before : "new " + returned);
                } else {
                    assertThat(image).isEmpty();
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void anUpdateThatKeepsTheOldValueRemovesWhatItUploaded(Door door) {
        on(door, bench -> {
            put(bench, item("1", "one"));
            for (ReturnValue returned : List.of(
                    ReturnValue.NONE,
                    ReturnValue.ALL_OLD,
                    ReturnValue.UPDATED_OLD,
                    ReturnValue.ALL_NEW,
                    ReturnValue.UPDATED_NEW)) {
                bench.client.call(
                        Operation.UPDATE_ITEM,
                        UpdateItemRequest.builder()
                                .tableName(bench.table)
                                .key(Map.of("id", s("1")))
                                .updateExpression("SET body = if_not_exists(body, :b)")
                                .expressionAttributeValues(Map.of(":b", s("two")))
                                .returnValues(returned)
                                .build());

                assertThat(get(bench, "1")).isEqualTo(item("1", "one"));
                assertThat(bench.objects()).as(returned.toString()).hasSize(3).isEqualTo(bench.references());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void aRemovedAttributeTakesItsObjectWithIt(Door door) {
        on(door, bench -> {
            put(bench, item("1", "one"));
            bench.client.call(
                    Operation.UPDATE_ITEM,
                    UpdateItemRequest.builder()
                            .tableName(bench.table)
                            .key(Map.of("id", s("1")))
                            .updateExpression("REMOVE body, image")
                            .build());

            assertThat(get(bench, "1")).containsOnlyKeys("id", "meta");
            assertThat(bench.objects()).hasSize(1).isEqualTo(bench.references());
        });
    }

    @ParameterizedTest
    @EnumSource
    void aBatchWritesReplacesAndDeletes(Door door) {
        on(door, bench -> {
            put(bench, item("0", "old"));
            put(bench, item("1", "old"));
            List<WriteRequest> writes = new ArrayList<>(IntStream.range(1, 25)
                    .mapToObj(i -> WriteRequest.builder()
                            .putRequest(put -> put.item(item("" + i, "text " + i)))
                            .build())
                    .toList());
            writes.add(WriteRequest.builder()
                    .deleteRequest(delete -> delete.key(Map.of("id", s("0"))))
                    .build());

            var answer = bench.client.call(
                    Operation.BATCH_WRITE_ITEM,
                    BatchWriteItemRequest.builder()
                            .requestItems(Map.of(bench.table, writes))
                            .build());

            assertThat(answer.unprocessedItems()).isEmpty();
            assertThat(bench.objects()).hasSize(24 * 3).isEqualTo(bench.references());
            assertThat(bench.client
                            .call(
                                    Operation.BATCH_GET_ITEM,
                                    BatchGetItemRequest.builder()
                                            .requestItems(Map.of(
                                                    bench.table,
                                                    KeysAndAttributes.builder()
                                                            .keys(List.of(Map.of("id", s("0")), Map.of("id", s("7"))))
                                                            .projectionExpression("body")
                                                            .build()))
                                            .build())
                            .responses()
                            .get(bench.table))
                    .containsExactly(Map.of("body", s("text 7")));
        });
    }

    @ParameterizedTest
    @EnumSource
    void aTransactionWritesAllOrNothing(Door door) {
        on(door, bench -> {
            put(bench, item("1", "one"));
            put(bench, item("2", "two"));
            put(bench, item("3", "three"));

            bench.client.call(Operation.TRANSACT_WRITE_ITEMS, transaction(bench, "attribute_exists(id)"));

            assertThat(get(bench, "1")).isEqualTo(item("1", "new"));
            assertThat(get(bench, "2")).containsEntry("body", s("new")).containsEntry("image", b((byte) 1, (byte) 2));
            assertThat(get(bench, "3")).isEmpty();
            assertThat(bench.objects()).hasSize(6).isEqualTo(bench.references());

            assertThatThrownBy(() -> bench.client.call(
                            Operation.TRANSACT_WRITE_ITEMS, transaction(bench, "attribute_not_exists(id)")))
                    .isInstanceOfSatisfying(
                            TransactionCanceledException.class,
                            refused -> assertThat(
                                            refused.cancellationReasons().get(0).item())
                                    .isEqualTo(item("1", "new")));
            assertThat(bench.objects()).hasSize(6).isEqualTo(bench.references());
            assertThat(bench.client
                            .call(
                                    Operation.TRANSACT_GET_ITEMS,
                                    TransactGetItemsRequest.builder()
                                            .transactItems(TransactGetItem.builder()
                                                    .get(one -> one.tableName(bench.table)
                                                            .key(Map.of("id", s("1"))))
                                                    .build())
                                            .build())
                            .responses()
                            .get(0)
                            .item())
                    .isEqualTo(item("1", "new"));
        });
    }

    private static TransactWriteItemsRequest transaction(Bench bench, String condition) {
        TransactWriteItem put = TransactWriteItem.builder()
                .put(one -> one.tableName(bench.table)
                        .item(item("1", "new"))
                        .conditionExpression(condition)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .build();
        TransactWriteItem update = TransactWriteItem.builder()
                .update(two -> two.tableName(bench.table)
                        .key(Map.of("id", s("2")))
                        .updateExpression("SET body = :b")
                        .expressionAttributeValues(Map.of(":b", s("new"))))
                .build();
        TransactWriteItem delete = TransactWriteItem.builder()
                .delete(three -> three.tableName(bench.table).key(Map.of("id", s("3"))))
                .build();
        return TransactWriteItemsRequest.builder()
                .transactItems(put, update, delete)
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void aScanReadsEveryItem(Door door) {
        on(door, bench -> {
            IntStream.range(0, 30).forEach(i -> put(bench, item("" + i, "text " + i)));

            var items = bench.client
                    .call(
                            Operation.SCAN,
                            ScanRequest.builder()
                                    .tableName(bench.table)
                                    .projectionExpression("body, image")
                                    .build())
                    .items();

            assertThat(items)
                    .hasSize(30)
                    .allSatisfy(item -> assertThat(item).containsOnlyKeys("body", "image"))
                    .extracting(item -> item.get("body").s())
                    .contains("text 0", "text 29");
        });
    }
}
