package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;
import static io.github.s3backed.dynamodb.LateShelf.handle;
import static io.github.s3backed.dynamodb.LateShelf.item;
import static io.github.s3backed.dynamodb.LateShelf.lazy;
import static io.github.s3backed.dynamodb.LateShelf.streamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.InvalidReferenceException;
import io.github.s3backed.core.LazyPayload;
import io.github.s3backed.core.StreamedPayload;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.testkit.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Attributes that are fetched when somebody asks, and stored without being read where nobody has. */
@AwsTest
@Timeout(120)
class LazyAttributesTest {

    private static final String TEXT = "a note that is long enough to be worth compressing ".repeat(40);

    private final AwsBackend aws;

    LazyAttributesTest(AwsBackend aws) {
        this.aws = aws;
    }

    private LateShelf shelf(Door door) {
        return new LateShelf(aws, door);
    }

    private static PutItemRequest.Builder put(LateShelf shelf, Map<String, AttributeValue> item) {
        return PutItemRequest.builder().tableName(shelf.table).item(item);
    }

    private static UpdateItemRequest.Builder update(LateShelf shelf, int place, String expression, AttributeValue v) {
        return UpdateItemRequest.builder()
                .tableName(shelf.table)
                .key(Shelf.key(place))
                .updateExpression(expression)
                .expressionAttributeValues(Map.of(":v", v));
    }

    private static void assertNothingLostOrLeft(LateShelf shelf) {
        assertThat(shelf.objects()).isEqualTo(shelf.references());
    }

    // ---- reading ----

    @ParameterizedTest
    @EnumSource
    void aPageOfThemAsksS3ForNothingAndOpeningThreeForThree(Door door) {
        try (LateShelf shelf = shelf(door)) {
            for (int from = 0; from < 500; from += 25) {
                List<WriteRequest> writes = new ArrayList<>();
                for (int place = from; place < from + 25; place++) {
                    Map<String, AttributeValue> item = item(place, "note", s("note " + place));
                    writes.add(WriteRequest.builder()
                            .putRequest(put -> put.item(item))
                            .build());
                }
                shelf.client.call(
                        Operation.BATCH_WRITE_ITEM,
                        BatchWriteItemRequest.builder()
                                .requestItems(Map.of(shelf.table, writes))
                                .build());
            }
            shelf.countS3();

            List<Map<String, AttributeValue>> items = shelf.client
                    .call(
                            Operation.QUERY,
                            QueryRequest.builder()
                                    .tableName(shelf.table)
                                    .keyConditionExpression("shelf = :s")
                                    .expressionAttributeValues(Map.of(":s", s("one")))
                                    .build())
                    .items();

            assertThat(items).hasSize(500);
            assertThat(shelf.s3Calls()).isZero();
            for (int place : new int[] {7, 77, 377}) {
                assertThat(lazy(items.get(place).get("note")).get()).isEqualTo("note " + place);
                assertThat(lazy(items.get(place).get("note")).get()).isEqualTo("note " + place);
            }
            assertThat(shelf.s3Calls()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyReadHoldsThem(Door door) throws Exception {
        try (LateShelf shelf = shelf(door)) {
            Map<String, AttributeValue> item = item(1, "note", s(TEXT));
            item.put("data", s("{\"a\":1}"));
            item.put("movie", handle(StreamedPayload.of(new byte[] {1, 2, 3})));
            item.put("body", s("eager"));
            shelf.put(item);
            List<Map<String, AttributeValue>> seen = new ArrayList<>();
            shelf.countS3();
            seen.add(shelf.get(1));
            seen.addAll(shelf.client
                    .call(
                            Operation.SCAN,
                            ScanRequest.builder().tableName(shelf.table).build())
                    .items());
            seen.addAll(shelf.client
                    .call(
                            Operation.BATCH_GET_ITEM,
                            BatchGetItemRequest.builder()
                                    .requestItems(Map.of(
                                            shelf.table,
                                            KeysAndAttributes.builder()
                                                    .keys(List.of(Shelf.key(1)))
                                                    .build()))
                                    .build())
                    .responses()
                    .get(shelf.table));
            seen.add(shelf.client
                    .call(
                            Operation.TRANSACT_GET_ITEMS,
                            TransactGetItemsRequest.builder()
                                    .transactItems(all -> all.get(
                                            get -> get.tableName(shelf.table).key(Shelf.key(1))))
                                    .build())
                    .responses()
                    .get(0)
                    .item());
            seen.add(shelf.client
                    .call(
                            Operation.UPDATE_ITEM,
                            update(shelf, 1, "SET n = :v", s("1"))
                                    .returnValues(ReturnValue.ALL_NEW)
                                    .build())
                    .attributes());

            assertThat(seen).hasSize(5);
            assertThat(shelf.s3Calls()).as("the eager ones alone").isEqualTo(5);
            for (Map<String, AttributeValue> each : seen) {
                assertThat(each.get("body")).isEqualTo(s("eager"));
                assertThat(lazy(each.get("note")).get()).isEqualTo(TEXT);
                assertThat(lazy(each.get("data")).get()).isEqualTo("{\"a\":1}");
                try (var in = streamed(each.get("movie")).open()) {
                    assertThat(in.readAllBytes()).containsExactly(1, 2, 3);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAnImageHeldBeforeIsGoneWithTheWriteThatReturnsIt(Door door) {
        try (LateShelf shelf = shelf(door)) {
            shelf.storedNote(1, TEXT);

            Map<String, AttributeValue> old = shelf.client
                    .call(
                            Operation.DELETE_ITEM,
                            DeleteItemRequest.builder()
                                    .tableName(shelf.table)
                                    .key(Shelf.key(1))
                                    .returnValues(ReturnValue.ALL_OLD)
                                    .build())
                    .attributes();

            assertThatThrownBy(() -> lazy(old.get("note")).get()).isInstanceOf(OutdatedPayloadException.class);
            assertThat(shelf.objects()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneThatWasReplacedSinceIsOutdatedAndOneThatIsMissingDangles(Door door) {
        try (LateShelf shelf = shelf(door)) {
            AttributeValue replaced = shelf.storedNote(1, TEXT);
            shelf.put(item(1, "note", s("another")));
            assertThatThrownBy(() -> lazy(replaced).get())
                    .isInstanceOf(OutdatedPayloadException.class)
                    .hasMessageContainingAll("'note'", shelf.table, "Read the item again");

            AttributeValue dangling = shelf.get(1).get("note");
            shelf.lose(shelf.raw(shelf.table, 1).get("note").s());
            assertThatThrownBy(() -> lazy(dangling).get())
                    .isInstanceOf(DanglingReferenceException.class)
                    .hasMessageContainingAll("'note'", shelf.table);
            assertThatThrownBy(() -> lazy(shelf.get(1).get("note")).get())
                    .isInstanceOf(DanglingReferenceException.class);

            shelf.put(item(2, "movie", handle(StreamedPayload.of(new byte[5000]))));
            AttributeValue movie = shelf.get(2).get("movie");
            shelf.put(item(2, "n", s("1")));
            assertThatThrownBy(() -> streamed(movie).open()).isInstanceOf(OutdatedPayloadException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReferenceOfAnotherItemIsRefusedBeforeAnyRequest(Door door) {
        try (LateShelf shelf = shelf(door)) {
            shelf.storedNote(1, TEXT);
            shelf.rawPut(item(2, "note", shelf.raw(shelf.table, 1).get("note")));
            shelf.countS3();

            assertThatThrownBy(() -> shelf.get(2)).isInstanceOf(InvalidReferenceException.class);

            assertThat(shelf.s3Calls()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void valuesThatDynamoDbHoldsAsTheyAreAreReadAsOftenAsNeeded(Door door) throws Exception {
        try (LateShelf shelf =
                new LateShelf(aws, door, settings -> settings, table -> table.nativeValues(NativeValues.READ))) {
            Map<String, AttributeValue> item = item(1, "note", s("plain"));
            item.put("movie", Bench.b((byte) 1, (byte) 2));
            shelf.rawPut(item);

            Map<String, AttributeValue> read = shelf.get(1);

            assertThat(lazy(read.get("note")).get()).isEqualTo("plain");
            for (int i = 0; i < 2; i++) {
                try (var in = streamed(read.get("movie")).open()) {
                    assertThat(in.readAllBytes()).containsExactly(1, 2);
                }
            }
            shelf.put(read);
            assertThat(shelf.text(1)).isEqualTo("plain");
        }
    }

    @ParameterizedTest
    @EnumSource
    void smallOnesThatItemsKeepAreWrittenAgain(Door door) {
        try (LateShelf shelf = new LateShelf(aws, door, settings -> settings.threshold(4096), table -> table)) {
            AttributeValue note = shelf.storedNote(1, "small");
            shelf.put(item(2, "note", note));

            assertThat(shelf.text(2)).isEqualTo("small");
            assertThat(shelf.objects()).isEmpty();
        }
    }

    // ---- writing what nobody has read ----

    @ParameterizedTest
    @EnumSource
    void anItemThatIsPutBackHasACopyOfItsOwnAndTheOldObjectGoes(Door door) {
        try (LateShelf shelf = shelf(door)) {
            shelf.storedNote(1, TEXT);
            String before = shelf.raw(shelf.table, 1).get("note").s();
            Map<String, AttributeValue> read = shelf.get(1);
            shelf.countS3();

            shelf.put(read);

            assertThat(shelf.s3Methods()).containsExactly("HEAD", "PUT copy", "DELETE");
            assertThat(shelf.raw(shelf.table, 1).get("note").s()).isNotEqualTo(before);
            assertThat(shelf.objects()).doesNotContain(before);
            assertNothingLostOrLeft(shelf);
            assertThat(shelf.text(1)).isEqualTo(TEXT);
            assertThat(shelf.eventsSoFar(S3BackedEvent.Copied.class)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void copiesToOtherItemsAndTablesLeaveTheirSourceWhereItIs(Door door) {
        try (LateShelf shelf = shelf(door)) {
            AttributeValue note = shelf.storedNote(1, TEXT);

            shelf.put(item(2, "note", note));
            shelf.put(shelf.elsewhere, item(1, "note", note));
            shelf.client.call(
                    Operation.UPDATE_ITEM,
                    update(shelf, 3, "SET note = :v", note).build());
            shelf.client.call(
                    Operation.BATCH_WRITE_ITEM,
                    BatchWriteItemRequest.builder()
                            .requestItems(Map.of(
                                    shelf.table,
                                    List.of(WriteRequest.builder()
                                            .putRequest(put -> put.item(item(4, "note", note)))
                                            .build()),
                                    shelf.elsewhere,
                                    List.of(WriteRequest.builder()
                                            .putRequest(put -> put.item(item(2, "note", note)))
                                            .build())))
                            .build());
            shelf.client.call(
                    Operation.TRANSACT_WRITE_ITEMS,
                    TransactWriteItemsRequest.builder()
                            .transactItems(
                                    one -> one.put(
                                            put -> put.tableName(shelf.table).item(item(5, "note", note))),
                                    two -> two.update(update -> update.tableName(shelf.table)
                                            .key(Shelf.key(1))
                                            .updateExpression("SET note = :v")
                                            .expressionAttributeValues(Map.of(":v", note))))
                            .build());

            assertThat(lazy(note).isFetched()).isFalse();
            assertThat(shelf.objects()).hasSize(7);
            assertNothingLostOrLeft(shelf);
            for (int place = 1; place <= 5; place++) {
                assertThat(shelf.text(place)).isEqualTo(TEXT);
            }
            assertThat(lazy(shelf.get(shelf.elsewhere, 1).get("note")).get()).isEqualTo(TEXT);
            assertThat(lazy(shelf.get(shelf.elsewhere, 2).get("note")).get()).isEqualTo(TEXT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneThatWasReadIsWrittenAsItsValue(Door door) {
        try (LateShelf shelf = shelf(door)) {
            AttributeValue note = shelf.storedNote(1, TEXT);
            lazy(note).get();
            shelf.countS3();

            shelf.put(item(2, "note", note));

            assertThat(shelf.s3Methods()).containsExactly("PUT");
            assertThat(shelf.text(2)).isEqualTo(TEXT);
            shelf.put(item(3, "note", handle(LazyPayload.of("given"))));
            assertThat(shelf.text(3)).isEqualTo("given");
        }
    }

    @ParameterizedTest
    @EnumSource
    void ifNotExistsTakesOneOrLeavesIt(Door door) {
        try (LateShelf shelf = shelf(door)) {
            AttributeValue note = shelf.storedNote(1, TEXT);
            shelf.storedNote(2, "there");

            shelf.client.call(
                    Operation.UPDATE_ITEM,
                    update(shelf, 2, "SET note = if_not_exists(note, :v)", note).build());
            shelf.client.call(
                    Operation.UPDATE_ITEM,
                    update(shelf, 3, "SET note = if_not_exists(note, :v)", note).build());

            assertThat(shelf.text(2)).isEqualTo("there");
            assertThat(shelf.text(3)).isEqualTo(TEXT);
            assertNothingLostOrLeft(shelf);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConditionThatFailsRollsTheCopyBack(Door door) {
        try (LateShelf shelf = shelf(door)) {
            AttributeValue note = shelf.storedNote(1, TEXT);
            shelf.storedNote(2, "there");

            assertThatThrownBy(() -> shelf.client.call(
                            Operation.PUT_ITEM,
                            put(shelf, item(2, "note", note))
                                    .conditionExpression("attribute_not_exists(shelf)")
                                    .build()))
                    .isInstanceOf(ConditionalCheckFailedException.class);

            assertThat(shelf.eventsSoFar(S3BackedEvent.RolledBack.class)).hasSize(1);
            assertThat(shelf.text(2)).isEqualTo("there");
            assertNothingLostOrLeft(shelf);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatIsLostLeadsToAnotherCopyAndNothingDangles(Door door) {
        try (LateShelf shelf = shelf(door)) {
            AttributeValue note = shelf.storedNote(1, TEXT);
            AtomicBoolean lost = new AtomicBoolean();
            shelf.dynamoDbPlan = (request, number) -> Bench.isTo("PutItem", request) && lost.compareAndSet(false, true)
                    ? new Fault.LoseAnswer()
                    : Fault.pass();
            shelf.countS3();

            shelf.put(item(1, "note", note));

            assertThat(shelf.s3Methods().stream().filter("PUT copy"::equals)).hasSize(2);
            assertThat(shelf.eventsSoFar(S3BackedEvent.Copied.class).stream()
                            .map(S3BackedEvent.Copied::reference)
                            .distinct())
                    .hasSize(2);
            assertThat(shelf.objects()).containsAll(shelf.references());
            assertThat(shelf.text(1)).isEqualTo(TEXT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOutcomeThatStaysUnknownKeepsTheOldObjectAndEveryCopy(Door door) {
        try (LateShelf shelf = shelf(door)) {
            AttributeValue note = shelf.storedNote(1, TEXT);
            String before = shelf.raw(shelf.table, 1).get("note").s();
            shelf.dynamoDbPlan =
                    (request, number) -> Bench.isTo("PutItem", request) ? new Fault.LoseAnswer() : Fault.pass();

            assertThatThrownBy(() -> shelf.put(item(1, "note", note)))
                    .satisfies(e ->
                            assertThat(e.getSuppressed()).hasAtLeastOneElementOfType(OutcomeUnknownException.class));

            shelf.dynamoDbPlan = (request, number) -> Fault.pass();
            assertThat(shelf.objects())
                    .contains(before)
                    .containsAll(shelf.references())
                    .containsAll(shelf.eventsSoFar(S3BackedEvent.Copied.class).stream()
                            .map(copied -> copied.reference().toString())
                            .toList());
            assertThat(shelf.text(1)).isEqualTo(TEXT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCopyThatFailsIsNotReferredTo(Door door) {
        try (LateShelf shelf = shelf(door)) {
            AttributeValue note = shelf.storedNote(1, TEXT);
            long puts = shelf.sent("PutItem");
            for (Fault fault : List.of(new Fault.LoseAnswer(), Fault.s3Error(403, "AccessDenied"))) {
                shelf.s3Plan = (request, number) ->
                        request.firstMatchingHeader("x-amz-copy-source").isPresent() ? fault : Fault.pass();

                assertThatThrownBy(() -> shelf.put(item(2, "note", note)))
                        .isInstanceOf(BlobStoreException.class)
                        .hasMessageContaining("was not sent");
            }

            assertThat(shelf.sent("PutItem")).isEqualTo(puts);
            assertThat(shelf.raw(shelf.table, 2)).isEmpty();
            assertThat(shelf.text(1)).isEqualTo(TEXT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSourceThatIsGoneFailsTheWriteBeforeDynamoDbIsCalled(Door door) {
        try (LateShelf shelf = shelf(door)) {
            AttributeValue note = shelf.storedNote(1, TEXT);
            AttributeValue dangling = shelf.storedNote(2, "lost");
            shelf.put(item(1, "note", s("another")));
            shelf.lose(shelf.raw(shelf.table, 2).get("note").s());
            long puts = shelf.sent("PutItem");

            assertThatThrownBy(() -> shelf.put(item(3, "note", note)))
                    .isInstanceOf(OutdatedPayloadException.class)
                    .hasMessageContainingAll("PutItem", "was not sent", "'note'");
            assertThatThrownBy(() -> shelf.put(item(3, "note", dangling)))
                    .isInstanceOf(DanglingReferenceException.class);

            assertThat(shelf.sent("PutItem")).isEqualTo(puts);
            assertThat(shelf.objects()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAttributeOfAnotherSerializerReadsWhatNobodyHasRead(Door door) {
        try (LateShelf shelf = shelf(door)) {
            AttributeValue json = shelf.storedNote(2, "{\"a\":1}");

            shelf.put(item(3, "data", json));

            assertThat(lazy(shelf.get(3).get("data")).get()).isEqualTo("{\"a\":1}");
            assertNothingLostOrLeft(shelf);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anImageShowsTheValueOfAnAttributeThatIsNotLazy(Door door) {
        try (LateShelf shelf = shelf(door)) {
            AttributeValue note = shelf.storedNote(1, TEXT);

            Map<String, AttributeValue> image = shelf.client
                    .call(
                            Operation.UPDATE_ITEM,
                            update(shelf, 2, "SET body = :v", note)
                                    .returnValues(ReturnValue.ALL_NEW)
                                    .build())
                    .attributes();

            assertThat(image.get("body")).isEqualTo(s(TEXT));
        }
    }
}
