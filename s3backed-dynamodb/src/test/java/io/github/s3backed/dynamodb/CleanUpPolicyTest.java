package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.isTo;
import static io.github.s3backed.dynamodb.Bench.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.testkit.Fault;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** When the client leaves what nothing refers to, to the sweeper. */
@AwsTest
class CleanUpPolicyTest {

    private final AwsBackend aws;

    CleanUpPolicyTest(AwsBackend aws) {
        this.aws = aws;
    }

    private Bench bench(Door door, UnaryOperator<S3BackedTable.Builder> table) {
        return new Bench(aws, door, all -> all, table);
    }

    private static void refuseNextPut(Bench bench) {
        bench.dynamoDbPlan[0] = (request, number) ->
                isTo("PutItem", request) ? Fault.dynamoDbError(400, "ValidationException") : Fault.pass();
        assertThatThrownBy(() -> bench.put(item("1", "three"))).isInstanceOf(DynamoDbException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatLeavesAllToTheSweeperDeletesNothing(Door door) {
        try (Bench bench = new Bench(aws, door, all -> all.cleanUp(CleanUp.SWEEPER), table -> table)) {
            bench.put(item("1", "one"));
            bench.put(item("1", "two"));
            refuseNextPut(bench);

            assertThat(bench.objects()).hasSize(9);
            assertThat(bench.deletes()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReplicatedTableKeepsWhatIsReplacedAndRemovesWhatIsRejected(Door door) {
        try (Bench bench = bench(door, table -> table.globalTable(true))) {
            bench.put(item("1", "one"));
            bench.put(item("1", "two"));
            assertThat(bench.objects()).hasSize(6);

            refuseNextPut(bench);
            assertThat(bench.objects()).hasSize(6);
            assertThat(bench.deletes()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTableThatMayNotBeDescribedIsTakenForAReplicatedOneAndNotAskedForAgain(Door door) {
        try (Bench bench = bench(door, table -> table)) {
            bench.dynamoDbPlan[0] = CleanUpPolicyTest::denyDescribeTable;
            bench.put(item("1", "one"));
            bench.put(item("1", "two"));

            assertThat(bench.objects()).hasSize(6);
            assertThat(bench.sent("DescribeTable")).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTableThatMayNotBeDescribedAndIsRegisteredAsNotReplicatedIsCleanedUp(Door door) {
        try (Bench bench = bench(door, table -> table.globalTable(false))) {
            bench.dynamoDbPlan[0] = CleanUpPolicyTest::denyDescribeTable;
            bench.put(item("1", "one"));
            bench.put(item("1", "two"));

            assertThat(bench.objects()).hasSize(3).isEqualTo(bench.references());
        }
    }

    private static Fault denyDescribeTable(SdkHttpRequest request, int number) {
        return isTo("DescribeTable", request) ? Fault.dynamoDbError(400, "AccessDeniedException") : Fault.pass();
    }
}
