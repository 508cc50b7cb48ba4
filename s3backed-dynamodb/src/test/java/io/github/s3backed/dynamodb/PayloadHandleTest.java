package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Payloads on their way between an adapter and a wrapped client. */
@AwsTest
class PayloadHandleTest {

    private final AwsBackend aws;

    PayloadHandleTest(AwsBackend aws) {
        this.aws = aws;
    }

    private static AttributeValue handle(Object payload) {
        return PayloadHandle.of(payload, () -> s("native"));
    }

    static Stream<Function<String, DynamoDbRequest>> writesOfAHandle() {
        Map<String, AttributeValue> item = Map.of("id", s("1"), "note", handle("text"));
        Map<String, AttributeValue> key = Map.of("id", s("1"));
        return Stream.of(
                table -> PutItemRequest.builder().tableName(table).item(item).build(),
                table -> UpdateItemRequest.builder()
                        .tableName(table)
                        .key(key)
                        .updateExpression("SET note = :n")
                        .expressionAttributeValues(Map.of(":n", item.get("note")))
                        .build(),
                table -> BatchWriteItemRequest.builder()
                        .requestItems(Map.of(
                                table,
                                List.of(WriteRequest.builder()
                                        .putRequest(put -> put.item(item))
                                        .build())))
                        .build(),
                table -> TransactWriteItemsRequest.builder()
                        .transactItems(TransactWriteItem.builder()
                                .put(put -> put.tableName(table).item(item))
                                .build())
                        .build(),
                table -> TransactWriteItemsRequest.builder()
                        .transactItems(TransactWriteItem.builder()
                                .update(update -> update.tableName(table)
                                        .key(key)
                                        .updateExpression("SET note = :n")
                                        .expressionAttributeValues(Map.of(":n", item.get("note"))))
                                .build())
                        .build());
    }

    @ParameterizedTest
    @MethodSource("writesOfAHandle")
    void aClientThatDoesNotKnowThemCannotStoreThem(Function<String, DynamoDbRequest> write) {
        String table = Rig.createTable(aws);

        assertThatThrownBy(() -> OnClient.call(aws.dynamoDb(), write.apply(table)))
                .isInstanceOfSatisfying(
                        DynamoDbException.class,
                        refused -> assertThat(refused.statusCode()).isEqualTo(400));
        assertThat(aws.dynamoDb().scan(scan -> scan.tableName(table)).items()).isEmpty();
    }

    @Test
    void aWrappedClientStoresThePayloadAndHandsOutAnother() {
        try (Rig rig = new Rig(
                aws,
                Door.BLOCKING,
                settings -> settings,
                table -> table.attribute(
                        S3BackedAttribute.typed("note", NativeText.TEXT).build()),
                client -> client)) {
            rig.blocking().putItem(put -> put.tableName(rig.table).item(Map.of("id", s("1"), "note", handle("text"))));

            assertThat(rig.references()).hasSize(1).isEqualTo(rig.objects());
            assertThat(PayloadHandle.in(rig.get("1").get("note")).orElseThrow().value())
                    .isEqualTo("text");
        }
    }

    @Test
    void aPayloadIsFoundInACopyOfItsAttributeValue() {
        Object payload = new Object();
        AttributeValue copy = handle(payload).toBuilder().build();
        for (int i = 0; i < 5; i++) {
            System.gc();
            awaitCleaner();
        }

        assertThat(PayloadHandle.in(copy).orElseThrow().value()).isSameAs(payload);
    }

    @Test
    void otherAttributeValuesHoldNone() {
        assertThat(PayloadHandle.in(AttributeValue.fromN("17"))).isEmpty();
        assertThat(PayloadHandle.in(s("text"))).isEmpty();
    }

    @Test
    void aPayloadGoesWithItsAttributeValue() {
        Object payload = new Object();
        WeakReference<Object> seen = new WeakReference<>(payload);
        AttributeValue attribute = handle(payload);
        payload = null;
        System.gc();
        assertThat(seen.get()).as("while the attribute value is in use").isNotNull();

        assertThat(attribute.n()).isNotNull();
        attribute = null;
        for (int i = 0; i < 100 && seen.get() != null; i++) {
            System.gc();
            awaitCleaner();
        }
        assertThat(seen.get()).isNull();
    }

    // Joining a thread that ends at once gives the cleaner's thread a turn.
    private static void awaitCleaner() {
        try {
            Thread turn = new Thread(() -> {});
            turn.start();
            turn.join(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAttributeValueThatWasTurnedIntoTextAndBackIsAnError() {
        String text = new StringBuilder(handle("text").n()).toString();
        AttributeValue lost = AttributeValue.fromN(text.replaceAll("[0-9]+$", "999999999"));

        assertThatThrownBy(() -> PayloadHandle.in(lost))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("turned into text and back");
    }
}
