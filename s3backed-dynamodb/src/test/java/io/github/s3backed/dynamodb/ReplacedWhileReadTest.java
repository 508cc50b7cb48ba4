package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.BlobNotFoundException;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.test.servers.Passage;
import io.github.s3backed.testkit.Fault;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;

/** Reads of items whose objects are gone, or go while they are read. */
@AwsTest
@Timeout(120)
class ReplacedWhileReadTest {

    private final AwsBackend aws;

    ReplacedWhileReadTest(AwsBackend aws) {
        this.aws = aws;
    }

    private static String body(Shelf shelf, int place) {
        return shelf.stored(place).get("body").s();
    }

    /** Does something before each get of an object passes. */
    private static void beforeEachGet(Shelf shelf, IntConsumer deed) {
        AtomicInteger gets = new AtomicInteger();
        shelf.s3Gate.passages(request -> request.method().name().equals("GET")
                ? Passage.requestHeld(CompletableFuture.runAsync(() -> deed.accept(gets.incrementAndGet())))
                : Passage.free());
    }

    @ParameterizedTest
    @EnumSource
    void anObjectThatSomebodyElseRemovedIsNamed(Door door) {
        try (Shelf shelf = new Shelf(aws, door, S3Side.ASYNC)) {
            shelf.put(1, "text");
            String reference = body(shelf, 1);
            shelf.lose(reference);

            assertThatThrownBy(() -> shelf.get(1))
                    .isInstanceOfSatisfying(DanglingReferenceException.class, dangling -> {
                        assertThat(dangling.table()).isEqualTo(shelf.table);
                        assertThat(dangling.attribute()).isEqualTo("body");
                        assertThat(dangling.reference()).hasToString(reference);
                        assertThat(dangling).hasMessageContainingAll(shelf.table, "'body'", reference);
                        assertThat(dangling).hasCauseInstanceOf(BlobNotFoundException.class);
                    });
        }
    }

    @ParameterizedTest
    @EnumSource
    void anItemThatIsReplacedWhileItIsReadIsTheNewOneAsAWhole(Door door) {
        try (Shelf shelf = new Shelf(aws, door, S3Side.ASYNC);
                Shelf other = shelf.other(Door.BLOCKING, S3Side.BLOCKING)) {
            shelf.put(1, "old");
            beforeEachGet(shelf, number -> {
                if (number == 1) {
                    other.put(1, "new");
                }
            });

            assertThat(shelf.get(1)).isEqualTo(Shelf.item(1, "new"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anItemThatIsDeletedWhileItIsReadIsNotThere(Door door) {
        try (Shelf shelf = new Shelf(aws, door, S3Side.ASYNC);
                Shelf other = shelf.other(Door.BLOCKING, S3Side.BLOCKING)) {
            shelf.put(1, "old");
            beforeEachGet(
                    shelf,
                    number -> other.client.call(
                            Operation.DELETE_ITEM,
                            DeleteItemRequest.builder()
                                    .tableName(shelf.table)
                                    .key(Shelf.key(1))
                                    .build()));

            assertThat(shelf.client
                            .call(Operation.GET_ITEM, shelf.getRequest(1))
                            .hasItem())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anItemThatIsReplacedAgainAndAgainIsContended(Door door) {
        try (Shelf shelf = new Shelf(aws, door, S3Side.ASYNC);
                Shelf other = shelf.other(Door.BLOCKING, S3Side.BLOCKING)) {
            shelf.put(1, "old");
            beforeEachGet(shelf, number -> other.put(1, "new " + number));

            assertThatThrownBy(() -> shelf.get(1))
                    .isInstanceOf(ContendedReadException.class)
                    .hasMessageContainingAll(shelf.table, "read it again");
            assertThat(shelf.s3Calls("GET") - 1)
                    .as("gets beside that of the policy")
                    .isLessThanOrEqualTo(5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherErrorThanAMissingObjectIsThatError(Door door) {
        try (Shelf shelf = new Shelf(aws, door, S3Side.ASYNC)) {
            shelf.put(1, "text");
            shelf.s3Plan = (request, number) ->
                    request.method().name().equals("GET") ? Fault.s3Error(403, "AccessDenied") : Fault.pass();

            assertThatThrownBy(() -> shelf.get(1))
                    .isNotInstanceOf(DanglingReferenceException.class)
                    .hasMessageContainingAll(body(shelf, 1), "AccessDenied");
            assertThat(shelf.dynamoDbCalls()).filteredOn("GetItem"::equals).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneBadItemOfAPageDoesNotHideTheOthers(Door door) {
        try (Shelf shelf = new Shelf(aws, door, S3Side.ASYNC)) {
            for (int place = 0; place < 4; place++) {
                shelf.put(place, "text " + place);
            }
            shelf.lose(body(shelf, 1));

            assertThatThrownBy(() -> shelf.client.call(
                            Operation.QUERY,
                            shelf.queryRequest().toBuilder().limit(3).build()))
                    .isInstanceOfSatisfying(UnreadableItemsException.class, bad -> {
                        QueryResponse page = (QueryResponse) bad.response();
                        assertThat(page.items()).containsExactly(Shelf.item(0, "text 0"), Shelf.item(2, "text 2"));
                        assertThat(page.lastEvaluatedKey()).isEqualTo(Shelf.key(2));
                        assertThat(bad.failures())
                                .singleElement()
                                .satisfies(failure -> assertThat(failure.key()).isEqualTo(Shelf.key(1)))
                                .satisfies(failure ->
                                        assertThat(failure.cause()).isInstanceOf(DanglingReferenceException.class));
                        assertThat(bad).hasCauseInstanceOf(DanglingReferenceException.class);
                    });
        }
    }

    @ParameterizedTest
    @EnumSource
    void anItemOfAPageThatIsReplacedIsTheNewOneAndOneThatIsDeletedLeavesIt(Door door) {
        try (Shelf shelf = new Shelf(aws, door, S3Side.ASYNC);
                Shelf other = shelf.other(Door.BLOCKING, S3Side.BLOCKING)) {
            shelf.put(0, "kept");
            shelf.put(1, "old");
            shelf.put(2, "to be deleted");
            CompletableFuture<Void> changed = new CompletableFuture<>();
            beforeEachGet(shelf, number -> {
                if (number == 1) {
                    other.put(1, "new");
                    other.client.call(
                            Operation.DELETE_ITEM,
                            DeleteItemRequest.builder()
                                    .tableName(shelf.table)
                                    .key(Shelf.key(2))
                                    .build());
                    changed.complete(null);
                } else {
                    changed.join();
                }
            });

            assertThat(shelf.client.call(Operation.QUERY, shelf.queryRequest()).items())
                    .containsExactly(Shelf.item(0, "kept"), Shelf.item(1, "new"));
        }
    }

    private static TransactGetItemsRequest both(Shelf shelf) {
        return TransactGetItemsRequest.builder()
                .transactItems(
                        one -> one.get(get -> get.tableName(shelf.table).key(Shelf.key(1))),
                        two -> two.get(get -> get.tableName(shelf.table).key(Shelf.key(2))))
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void aTransactionIsReadAgainAsAWhole(Door door) {
        try (Shelf shelf = new Shelf(aws, door, S3Side.ASYNC);
                Shelf other = shelf.other(Door.BLOCKING, S3Side.BLOCKING)) {
            shelf.put(1, "old");
            shelf.put(2, "old");
            CompletableFuture<Void> changed = new CompletableFuture<>();
            beforeEachGet(shelf, number -> {
                if (number == 1) {
                    other.put(1, "new");
                    other.put(2, "new");
                    changed.complete(null);
                } else {
                    changed.join();
                }
            });

            assertThat(shelf.client
                            .call(Operation.TRANSACT_GET_ITEMS, both(shelf))
                            .responses())
                    .extracting(ItemResponse::item)
                    .containsExactly(Shelf.item(1, "new"), Shelf.item(2, "new"));
            assertThat(shelf.dynamoDbCalls())
                    .filteredOn("TransactGetItems"::equals)
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTransactionWhoseItemsAreReplacedAgainAndAgainIsContended(Door door) {
        try (Shelf shelf = new Shelf(aws, door, S3Side.ASYNC);
                Shelf other = shelf.other(Door.BLOCKING, S3Side.BLOCKING)) {
            shelf.put(1, "old");
            shelf.put(2, "constant");
            String corner = body(shelf, 1).replaceFirst("/[^/]*$", "").replaceFirst("s3://", "/");
            AtomicInteger gets = new AtomicInteger();
            shelf.s3Gate.passages(request -> request.method().name().equals("GET")
                            && request.encodedPath().startsWith(corner)
                            && gets.incrementAndGet() % 2 == 1 // Each second one is of an item that is read alone.
                    ? Passage.requestHeld(CompletableFuture.runAsync(() -> other.put(1, "new " + gets)))
                    : Passage.free());

            assertThatThrownBy(() -> shelf.client.call(Operation.TRANSACT_GET_ITEMS, both(shelf)))
                    .isInstanceOf(ContendedReadException.class);
            assertThat(shelf.dynamoDbCalls())
                    .filteredOn("TransactGetItems"::equals)
                    .hasSize(5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTransactionWithAMissingObjectFailsAndShowsTheOther(Door door) {
        try (Shelf shelf = new Shelf(aws, door, S3Side.ASYNC)) {
            shelf.put(1, "text 1");
            shelf.put(2, "text 2");
            shelf.lose(body(shelf, 2));

            assertThatThrownBy(() -> shelf.client.call(Operation.TRANSACT_GET_ITEMS, both(shelf)))
                    .isInstanceOf(UnreadableItemsException.class)
                    .hasCauseInstanceOf(DanglingReferenceException.class);
            assertThat(s("text 1")).isEqualTo(shelf.get(1).get("body"));
        }
    }
}
