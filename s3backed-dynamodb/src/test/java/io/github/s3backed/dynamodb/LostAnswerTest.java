package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.isTo;
import static io.github.s3backed.dynamodb.Bench.item;
import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.test.servers.FaultyClients;
import io.github.s3backed.testkit.Fault;
import io.github.s3backed.testkit.Gate;
import io.github.s3backed.testkit.HttpFaults;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Writes that DynamoDB has done, and whose answer is lost, so that they are tried again. */
@AwsTest
class LostAnswerTest {

    private final AwsBackend aws;

    LostAnswerTest(AwsBackend aws) {
        this.aws = aws;
    }

    private void on(Door door, Consumer<Bench> test) {
        try (Bench bench = new Bench(aws, door)) {
            test.accept(bench);
        }
    }

    private static HttpFaults.Plan loseFirst(String operation) {
        AtomicInteger count = new AtomicInteger();
        return (request, number) ->
                isTo(operation, request) && count.incrementAndGet() == 1 ? new Fault.LoseAnswer() : Fault.pass();
    }

    private static PutItemRequest.Builder ifAbsent(Bench bench) {
        return PutItemRequest.builder()
                .tableName(bench.table)
                .item(item("1", "one"))
                .conditionExpression("attribute_not_exists(id)");
    }

    // ---- a condition that meets its own write ----

    @ParameterizedTest
    @EnumSource
    void aConditionalPutThatMeetsItsOwnWriteSucceeds(Door door) {
        on(door, bench -> {
            bench.dynamoDbPlan[0] = loseFirst("PutItem");
            bench.client.call(Operation.PUT_ITEM, ifAbsent(bench).build());

            assertThat(bench.sent("PutItem")).isEqualTo(2);
            assertThat(bench.get("1")).isEqualTo(item("1", "one"));
            assertThat(bench.objects()).hasSize(3).isEqualTo(bench.references());
        });
    }

    @Test
    void thePlainClientTakesItForAFailure() {
        try (Bench bench = new Bench(aws, Door.BLOCKING);
                DynamoDbClient plain = aws.dynamoDbBuilder()
                        .httpClientBuilder(
                                FaultyClients.inOrder(new Fault.LoseAnswer()).blocking())
                        .build()) {
            PutItemRequest put = ifAbsent(bench).build();

            assertThatThrownBy(() -> plain.putItem(put)).isInstanceOf(ConditionalCheckFailedException.class);
            assertThat(bench.stored("1")).isEqualTo(item("1", "one"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void ifItsAnswerCannotBeRebuiltItIsSaidToBeDone(Door door) {
        on(door, bench -> {
            bench.dynamoDbPlan[0] = loseFirst("PutItem");
            PutItemRequest put =
                    ifAbsent(bench).returnValues(ReturnValue.ALL_OLD).build();

            assertThatThrownBy(() -> bench.client.call(Operation.PUT_ITEM, put))
                    .isInstanceOf(WriteCommittedException.class)
                    .hasCauseInstanceOf(ConditionalCheckFailedException.class);
            assertThat(bench.get("1")).isEqualTo(item("1", "one"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void aConditionalUpdateIsDecidedByItsOwnReference(Door door) {
        on(door, bench -> {
            bench.put(withVersion("0", item("1", "one")));
            bench.dynamoDbPlan[0] = loseFirst("UpdateItem");
            bench.client.call(
                    Operation.UPDATE_ITEM,
                    UpdateItemRequest.builder()
                            .tableName(bench.table)
                            .key(Map.of("id", s("1")))
                            .updateExpression("SET body = :b, version = :new")
                            .conditionExpression("version = :old")
                            .expressionAttributeValues(Map.of(":b", s("two"), ":old", s("0"), ":new", s("1")))
                            .build());

            assertThat(bench.sent("UpdateItem")).isEqualTo(2);
            assertThat(bench.get("1")).containsEntry("body", s("two")).containsEntry("version", s("1"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void aConditionalDeleteCannotBeDecided(Door door) {
        on(door, bench -> {
            bench.put(item("1", "one"));
            bench.dynamoDbPlan[0] = loseFirst("DeleteItem");
            DeleteItemRequest delete = DeleteItemRequest.builder()
                    .tableName(bench.table)
                    .key(Map.of("id", s("1")))
                    .conditionExpression("attribute_exists(id)")
                    .build();

            assertThatThrownBy(() -> bench.client.call(Operation.DELETE_ITEM, delete))
                    .isInstanceOf(ConditionalCheckFailedException.class)
                    .matches(OutcomeUnknownException::isNotedIn);
            assertThat(bench.stored("1")).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void aPutWithoutAReferenceCannotBeDecided(Door door) {
        try (Bench bench = new Bench(aws, door, all -> all.threshold(4096), table -> table)) {
            bench.dynamoDbPlan[0] = loseFirst("PutItem");

            assertThatThrownBy(() -> bench.client.call(
                            Operation.PUT_ITEM, ifAbsent(bench).build()))
                    .isInstanceOfSatisfying(
                            ConditionalCheckFailedException.class,
                            refused -> assertThat(refused.hasItem()).isFalse())
                    .matches(OutcomeUnknownException::isNotedIn);
            assertThat(bench.get("1")).isEqualTo(item("1", "one"));
        }
    }

    // ---- timeouts ----

    @ParameterizedTest
    @EnumSource
    void anAttemptThatArrivesAfterItsRepetitionFindsItsObjects(Door door) {
        on(door, bench -> {
            bench.put(item("1", "one"));
            Gate gate = new Gate();
            CompletableFuture<Void> delivered = new CompletableFuture<>();
            AtomicInteger count = new AtomicInteger();
            bench.dynamoDbPlan[0] = (request, number) -> isTo("PutItem", request) && count.incrementAndGet() == 1
                    ? new Fault.Late(gate, delivered)
                    : Fault.pass();
            bench.put(item("1", "two"));
            var repetition = bench.references();
            gate.open();

            assertThat(delivered).succeedsWithin(Duration.ofSeconds(30));
            assertThat(bench.references()).doesNotContainAnyElementsOf(repetition);
            assertThat(bench.objects()).containsAll(bench.references());
            assertThat(bench.get("1")).isEqualTo(item("1", "two"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void theSdksOwnTimeoutForAnAttemptLeavesTheOutcomeUnknown(Door door) {
        on(door, bench -> {
            Gate gate = new Gate();
            bench.dynamoDbPlan[0] =
                    (request, number) -> isTo("PutItem", request) ? Fault.holdAnswer(gate) : Fault.pass();
            PutItemRequest put = PutItemRequest.builder()
                    .tableName(bench.table)
                    .item(item("1", "one"))
                    .overrideConfiguration(all -> all.apiCallAttemptTimeout(Duration.ofSeconds(1)))
                    .build();

            assertThatThrownBy(() -> bench.client.call(Operation.PUT_ITEM, put))
                    .isInstanceOf(ApiCallAttemptTimeoutException.class)
                    .matches(OutcomeUnknownException::isNotedIn);
            gate.breakOff();
            assertThat(bench.deletes()).isZero();
            assertThat(bench.get("1")).isEqualTo(item("1", "one"));
        });
    }

    // ---- a repetition that comes after another's write ----

    @ParameterizedTest
    @EnumSource
    void aRepetitionAfterAnothersWriteNamesObjectsThatAreThere(Door door) {
        on(door, bench -> {
            DynamoDbClient other = bench.s3backed.wrap(aws.dynamoDb());
            Gate gate = new Gate();
            bench.dynamoDbPlan[0] = loseFirstThenHold(gate);

            CompletableFuture<?> write = bench.startPut(item("1", "mine"));
            gate.awaitReached();
            var lost = bench.references();
            other.putItem(put -> put.tableName(bench.table).item(item("1", "another's")));
            assertThat(bench.objects()).doesNotContainAnyElementsOf(lost);
            gate.open();

            assertThat(write).succeedsWithin(Duration.ofSeconds(30));
            assertThat(bench.get("1")).isEqualTo(item("1", "mine"));
            assertThat(bench.objects()).containsAll(bench.references());
        });
    }

    /** The same with a writer that leaves repetitions to the SDK: it brings back what the other has rightly removed. */
    @Test
    void aRepetitionOfTheSdksNamesAnObjectThatIsGone() {
        Gate gate = new Gate();
        try (Bench bench = new Bench(aws, Door.BLOCKING);
                DynamoDbClient naive = aws.dynamoDbBuilder()
                        .httpClientBuilder(
                                FaultyClients.of(loseFirstThenHold(gate)).blocking())
                        .build()) {
            bench.put(item("1", "first"));
            Map<String, AttributeValue> naiveItem = uploadedNaively(bench);

            CompletableFuture<?> write = CompletableFuture.runAsync(
                    () -> naive.putItem(put -> put.tableName(bench.table).item(naiveItem)));
            gate.awaitReached();
            bench.put(item("1", "another's"));
            gate.open();

            assertThat(write).succeedsWithin(Duration.ofSeconds(30));
            assertThat(bench.stored("1")).isEqualTo(naiveItem);
            assertThat(bench.objects()).doesNotContain(naiveItem.get("body").s());
            assertThatThrownBy(() -> bench.get("1")).isInstanceOf(DanglingReferenceException.class);
        }
    }

    private static HttpFaults.Plan loseFirstThenHold(Gate gate) {
        AtomicInteger count = new AtomicInteger();
        return (request, number) -> {
            if (!isTo("PutItem", request)) {
                return Fault.pass();
            }
            return count.incrementAndGet() == 1 ? new Fault.LoseAnswer() : Fault.holdRequest(gate);
        };
    }

    /** The item with a body under a key of its own, as a writer stores it that knows the format and not the protocol. */
    private Map<String, AttributeValue> uploadedNaively(Bench bench) {
        Map<String, AttributeValue> stored = bench.stored("1");
        String old = stored.get("body").s();
        String fresh = old.substring(0, old.lastIndexOf('-') + 1) + "0123456789abcdef0123456789abcdef";
        int key = ("s3://" + aws.bucket() + "/").length();
        aws.s3()
                .copyObject(copy -> copy.sourceBucket(aws.bucket())
                        .sourceKey(old.substring(key))
                        .destinationBucket(aws.bucket())
                        .destinationKey(fresh.substring(key)));
        Map<String, AttributeValue> item = new HashMap<>(Map.of("id", s("1")));
        item.put("body", s(fresh));
        return item;
    }

    private static Map<String, AttributeValue> withVersion(String version, Map<String, AttributeValue> item) {
        Map<String, AttributeValue> more = new HashMap<>(item);
        more.put("version", s(version));
        return more;
    }
}
