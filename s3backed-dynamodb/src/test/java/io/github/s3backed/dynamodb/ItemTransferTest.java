package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.item;
import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.testkit.Fault;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Copies and moves of items, on real servers. */
@AwsTest
class ItemTransferTest {

    private final AwsBackend aws;
    private final Bench bench;
    private final Bench other;
    private final DynamoDbClient client;

    ItemTransferTest(AwsBackend aws) {
        this.aws = aws;
        this.bench = new Bench(aws, Door.BLOCKING);
        this.other = new Bench(aws, Door.BLOCKING);
        this.client = aws.dynamoDbBuilder()
                .httpClientBuilder(bench.dynamoDbFaults.blocking())
                .build();
        bench.s3backed.register(S3BackedTable.builder(other.table)
                .partitionKey("id")
                .logicalName(other.logicalName)
                .attribute(S3BackedAttribute.text("body").build())
                .attribute(S3BackedAttribute.json("meta").build())
                .attribute(S3BackedAttribute.binary("image").build())
                .build());
    }

    @AfterEach
    void close() {
        client.close();
        bench.close();
        other.close();
    }

    private ItemCopy within(String from, String to) {
        return ItemCopy.from(bench.table, Map.of("id", s(from)))
                .to(bench.table, Map.of("id", s(to)))
                .build();
    }

    private ItemCopy across(String from, String to) {
        return ItemCopy.from(bench.table, Map.of("id", s(from)))
                .to(other.table, Map.of("id", s(to)))
                .build();
    }

    @Test
    void aCopyHasObjectsOfItsOwn() {
        bench.put(item("1", "text"));

        assertThat(bench.s3backed.copyItem(client, within("1", "2"))).isTrue();

        assertThat(bench.get("2")).isEqualTo(item("2", "text"));
        assertThat(bench.get("1")).isEqualTo(item("1", "text"));
        assertThat(bench.objects()).hasSize(6).isEqualTo(bench.references());
    }

    @Test
    void noPayloadIsDownloadedForACopy() {
        bench.put(item("1", "text"));
        int before = bench.s3Faults.requests().size();

        bench.s3backed.copyItem(client, within("1", "2"));

        assertThat(bench.s3Faults.requests().stream()
                        .skip(before)
                        .filter(request -> request.method() == SdkHttpMethod.GET))
                .isEmpty();
    }

    @Test
    void anItemIsCopiedToAnotherTable() {
        bench.put(item("1", "text"));

        assertThat(bench.s3backed.copyItem(client, across("1", "2"))).isTrue();

        assertThat(other.get("2")).isEqualTo(item("2", "text"));
        assertThat(other.objects()).hasSize(3).isEqualTo(other.references());
    }

    @Test
    void aMoveTakesTheObjectsOfItsSourceWithIt() {
        bench.put(item("1", "text"));

        assertThat(bench.s3backed.moveItem(client, across("1", "2"))).isTrue();

        assertThat(other.get("2")).isEqualTo(item("2", "text"));
        assertThat(bench.stored("1")).isEmpty();
        assertThat(bench.objects()).isEmpty();
    }

    @Test
    void theAsynchronousClientDoesTheSame() {
        bench.put(item("1", "text"));

        assertThat(bench.s3backed
                        .copyItem(aws.dynamoDbAsync(), within("1", "2"))
                        .join())
                .isTrue();
        assertThat(bench.s3backed
                        .moveItem(aws.dynamoDbAsync(), across("1", "3"))
                        .join())
                .isTrue();

        assertThat(bench.get("2")).isEqualTo(item("2", "text"));
        assertThat(other.get("3")).isEqualTo(item("3", "text"));
        assertThat(bench.objects()).hasSize(3).isEqualTo(bench.references());
    }

    @Test
    void aWrappedClientWillDo() {
        bench.put(item("1", "text"));

        assertThat(bench.s3backed.copyItem(bench.s3backed.wrap(client), within("1", "2")))
                .isTrue();
        assertThat(bench.get("2")).isEqualTo(item("2", "text"));
    }

    @Test
    void anItemThatIsNotThereIsNotCopied() {
        assertThat(bench.s3backed.copyItem(client, within("1", "2"))).isFalse();
        assertThat(bench.s3backed.moveItem(client, within("1", "2"))).isFalse();
        assertThat(bench.stored("2")).isEmpty();
    }

    @Test
    void anItemThatIsThereIsKept() {
        bench.put(item("1", "text"));
        bench.put(item("2", "other"));

        assertThatThrownBy(() -> bench.s3backed.copyItem(client, within("1", "2")))
                .isInstanceOf(ConditionalCheckFailedException.class);
        assertThatThrownBy(() -> bench.s3backed.moveItem(client, within("1", "2")))
                .isInstanceOf(TransactionCanceledException.class);

        assertThat(bench.get("2")).isEqualTo(item("2", "other"));
        assertThat(bench.objects()).hasSize(6).isEqualTo(bench.references());
    }

    @Test
    void anItemThatIsThereIsReplacedWhereThatIsAskedFor() {
        bench.put(item("1", "text"));
        bench.put(item("2", "other"));

        bench.s3backed.moveItem(
                client,
                ItemCopy.from(bench.table, Map.of("id", s("1")))
                        .to(bench.table, Map.of("id", s("2")))
                        .replaceExisting(true)
                        .build());

        assertThat(bench.get("2")).isEqualTo(item("2", "text"));
        assertThat(bench.objects()).hasSize(3).isEqualTo(bench.references());
    }

    @Test
    void whatIsWrittenToTheSourceMeanwhileIsMovedAsWell() {
        bench.put(item("1", "text"));
        AtomicInteger moves = new AtomicInteger();
        bench.dynamoDbPlan[0] = (request, number) -> {
            if (Bench.isTo("TransactWriteItems", request) && moves.incrementAndGet() == 1) {
                aws.dynamoDb()
                        .updateItem(update -> update.tableName(bench.table)
                                .key(Map.of("id", s("1")))
                                .updateExpression("SET #likes = :one")
                                .conditionExpression("attribute_exists(id)")
                                .expressionAttributeNames(Map.of("#likes", "likes"))
                                .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1"))));
            }
            return Fault.pass();
        };
        Map<String, AttributeValue> withLikes = new HashMap<>(item("1", "text"));
        withLikes.put("likes", AttributeValue.fromN("0"));
        bench.put(withLikes);

        assertThat(bench.s3backed.moveItem(client, within("1", "2"))).isTrue();

        assertThat(moves).hasValue(2);
        assertThat(bench.get("2")).containsEntry("likes", AttributeValue.fromN("1"));
        assertThat(bench.objects()).hasSize(3).isEqualTo(bench.references());
    }

    @Test
    void aCopyWhoseAnswerIsLostLeavesNothingDangling() {
        bench.put(item("1", "text"));
        AtomicInteger lost = new AtomicInteger();
        bench.dynamoDbPlan[0] = (request, number) ->
                Bench.isTo("PutItem", request) && lost.incrementAndGet() == 1 ? new Fault.LoseAnswer() : Fault.pass();

        assertThat(bench.s3backed.copyItem(client, within("1", "2"))).isTrue();

        assertThat(bench.get("2")).isEqualTo(item("2", "text"));
        assertThat(bench.objects()).containsAll(bench.references());
    }

    @Test
    void aMoveThatMayYetBeDoneIsNotTriedAgain() {
        bench.put(item("1", "text"));
        AtomicInteger moves = new AtomicInteger();
        bench.dynamoDbPlan[0] = (request, number) -> {
            if (!Bench.isTo("TransactWriteItems", request)) {
                return Fault.pass();
            }
            if (moves.incrementAndGet() == 1) {
                return new Fault.BreakBefore(); // Nobody knows that it never arrived.
            }
            aws.dynamoDb()
                    .updateItem(update -> update.tableName(bench.table)
                            .key(Map.of("id", s("1")))
                            .updateExpression("REMOVE meta"));
            return Fault.pass();
        };

        assertThatThrownBy(() -> bench.s3backed.moveItem(client, within("1", "2")))
                .isInstanceOf(TransactionCanceledException.class)
                .satisfies(failure ->
                        assertThat(OutcomeUnknownException.isNotedIn(failure)).isTrue());
        assertThat(moves).hasValue(2);
        assertThat(bench.stored("2")).isEmpty();
    }

    @Test
    void aTableWithoutTheAttributeIsRefused() {
        Bench bare = new Bench(aws, Door.BLOCKING);
        bench.s3backed.register(S3BackedTable.builder(bare.table)
                .partitionKey("id")
                .attribute(S3BackedAttribute.text("body").build())
                .build());
        bench.put(item("1", "text"));
        ItemCopy copy = ItemCopy.from(bench.table, Map.of("id", s("1")))
                .to(bare.table, Map.of("id", s("1")))
                .build();

        assertThatThrownBy(() -> bench.s3backed.copyItem(client, copy))
                .isInstanceOf(RefusedRequestException.class)
                .hasMessageContaining("Nothing was sent or stored");
        assertThat(bare.stored("1")).isEmpty();
        bare.close();
    }

    @Test
    void aTableThatReadsTheAttributeInAnotherFormatIsRefused() {
        String table = aws.newTableName("formats");
        bench.s3backed.register(S3BackedTable.builder(table)
                .partitionKey("id")
                .attribute(S3BackedAttribute.json("body").build())
                .attribute(S3BackedAttribute.json("meta").build())
                .attribute(S3BackedAttribute.binary("image").build())
                .build());
        ItemCopy copy = ItemCopy.from(bench.table, Map.of("id", s("1")))
                .to(table, Map.of("id", s("1")))
                .build();

        assertThatThrownBy(() -> bench.s3backed.copyItem(client, copy))
                .isInstanceOf(RefusedRequestException.class)
                .hasMessageContaining("'body' by the serializer 'json'");
    }

    @Test
    void aTableThatIsNotRegisteredIsRefused() {
        ItemCopy copy = ItemCopy.from("elsewhere", Map.of("id", s("1")))
                .to(bench.table, Map.of("id", s("1")))
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> bench.s3backed.copyItem(client, copy))
                .withMessageContaining("'elsewhere' is not registered");
    }

    @Test
    void anItemWithMoreAttributesThanCanBeComparedIsNotMoved() {
        Map<String, AttributeValue> wide = new HashMap<>(item("1", "text"));
        IntStream.range(0, 147).forEach(i -> wide.put("a" + i, s("x")));
        bench.put(wide);

        assertThatThrownBy(() -> bench.s3backed.moveItem(client, within("1", "2")))
                .isInstanceOf(RefusedRequestException.class)
                .hasMessageContaining("151 attributes");
        assertThat(bench.objects()).hasSize(3).isEqualTo(bench.references());
    }

    @Test
    void anItemOfAsManyAttributesAsCanBeComparedIsMoved() {
        Map<String, AttributeValue> wide = new HashMap<>(item("1", "text"));
        IntStream.range(0, 146).forEach(i -> wide.put("a" + i, s("x")));
        bench.put(wide);

        assertThat(bench.s3backed.moveItem(client, within("1", "2"))).isTrue();
        assertThat(bench.get("2")).hasSize(150);
    }

    @Test
    void anItemIsNotCopiedOntoItself() {
        assertThatIllegalArgumentException().isThrownBy(() -> within("1", "1")).withMessageContaining("onto itself");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ItemCopy.from(bench.table, Map.of("id", s("1"))).build())
                .withMessageContaining("needs to(table, key)");
    }
}
