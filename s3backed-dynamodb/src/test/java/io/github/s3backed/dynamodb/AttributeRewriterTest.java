package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.isTo;
import static io.github.s3backed.dynamodb.Bench.item;
import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.dynamodb.RewriteResult.Outcome;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.testkit.Fault;
import io.github.s3backed.testkit.HttpFaults;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** Rewrites follow the rules of all writes, over either client. */
@AwsTest
class AttributeRewriterTest {

    private final AwsBackend aws;

    AttributeRewriterTest(AwsBackend aws) {
        this.aws = aws;
    }

    private void on(Door door, BiConsumer<Bench, AttributeRewriter> test) {
        try (Bench bench = new Bench(
                        aws, door, settings -> settings, table -> table.nativeValues(NativeValues.READ_AND_WRITE));
                DynamoDbClient blocking = aws.dynamoDbBuilder()
                        .httpClientBuilder(bench.dynamoDbFaults.blocking())
                        .build();
                DynamoDbAsyncClient async = aws.dynamoDbAsyncBuilder()
                        .httpClientBuilder(bench.dynamoDbFaults.async())
                        .build()) {
            test.accept(
                    bench, door == Door.BLOCKING ? bench.s3backed.rewriter(blocking) : bench.s3backed.rewriter(async));
        }
    }

    private static AttributeRewrite rewrite(Bench bench, String attribute) {
        Map<String, AttributeValue> item = bench.stored("1");
        return AttributeRewrite.of(bench.table, item, attribute, item.get(attribute));
    }

    private static HttpFaults.Plan first(Fault fault) {
        AtomicInteger count = new AtomicInteger();
        return (request, number) -> isTo("UpdateItem", request) && count.incrementAndGet() == 1 ? fault : Fault.pass();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsStoredNativelyIsOffloadedThoughNewValuesAreNot(Door door) {
        on(door, (bench, rewriter) -> {
            bench.put(item("1", "native"));
            assertThat(bench.objects()).isEmpty();
            RewriteResult result = rewriter.rewrite(rewrite(bench, "body"));
            assertThat(result.outcome()).isEqualTo(Outcome.REWRITTEN);
            assertThat(result.writeUnits()).isPositive();
            assertThat(bench.objects()).hasSize(1).isEqualTo(bench.references());
            assertThat(bench.get("1")).isEqualTo(item("1", "native"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void aLostAnswerIsRecognizedByItsReference(Door door) {
        on(door, (bench, rewriter) -> {
            bench.put(item("1", "native"));
            bench.dynamoDbPlan[0] = first(new Fault.LoseAnswer());
            assertThat(rewriter.rewrite(rewrite(bench, "body")).outcome()).isEqualTo(Outcome.REWRITTEN);
            assertThat(bench.sent("UpdateItem")).isEqualTo(2);
            assertThat(bench.objects()).hasSize(1).isEqualTo(bench.references());
        });
    }

    @ParameterizedTest
    @EnumSource
    void aLostAnswerWithoutAReferenceCountsAsChangedAndRemovesNothing(Door door) {
        on(door, (bench, rewriter) -> {
            bench.put(item("1", "native"));
            rewriter.rewrite(rewrite(bench, "body"));
            bench.dynamoDbPlan[0] = first(new Fault.LoseAnswer());
            assertThat(rewriter.rewrite(rewrite(bench, "body").madeNative()).outcome())
                    .isEqualTo(Outcome.CHANGED);
            assertThat(bench.stored("1")).containsEntry("body", s("native"));
            assertThat(bench.objects()).hasSize(1);
        });
    }

    @ParameterizedTest
    @EnumSource
    void whoWroteMeanwhileWins(Door door) {
        on(door, (bench, rewriter) -> {
            bench.put(item("1", "native"));
            AttributeRewrite observed = rewrite(bench, "body");
            bench.put(item("1", "another"));
            assertThat(rewriter.rewrite(observed).outcome()).isEqualTo(Outcome.CHANGED);
            assertThat(bench.get("1")).isEqualTo(item("1", "another"));
            assertThat(bench.objects()).as("what was uploaded in vain").isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatIsRefusedIsRolledBack(Door door) {
        on(door, (bench, rewriter) -> {
            bench.put(item("1", "native"));
            bench.dynamoDbPlan[0] = first(Fault.dynamoDbError(400, "AccessDeniedException"));
            AttributeRewrite rewrite = rewrite(bench, "body");
            assertThatThrownBy(() -> rewriter.rewrite(rewrite)).isInstanceOf(DynamoDbException.class);
            assertThat(bench.stored("1")).containsEntry("body", s("native"));
            assertThat(bench.objects()).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void manyRewritesDescribeTheTableOnce(Door door) {
        on(door, (bench, rewriter) -> {
            bench.put(item("1", "native"));
            long before = bench.sent("DescribeTable");
            for (String attribute : new String[] {"body", "meta", "image"}) {
                rewriter.rewrite(rewrite(bench, attribute));
            }
            assertThat(bench.sent("DescribeTable")).isEqualTo(before + 1);
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotS3BackedIsRefused(Door door) {
        on(door, (bench, rewriter) -> {
            AttributeRewrite rewrite = AttributeRewrite.of(bench.table, Map.of("id", s("1")), "other", s("text"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> rewriter.rewrite(rewrite))
                    .withMessageContaining("'other'");
        });
    }
}
