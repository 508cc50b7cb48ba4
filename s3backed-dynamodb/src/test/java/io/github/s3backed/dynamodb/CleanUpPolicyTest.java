package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.isTo;
import static io.github.s3backed.dynamodb.Bench.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.test.servers.Fault;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
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
    void aTableThatCannotBeDescribedIsTakenForAReplicatedOneWithOneWarning(Door door) {
        try (Bench bench = bench(door, table -> table);
                Warnings warnings = new Warnings(bench.table)) {
            bench.dynamoDbPlan[0] = CleanUpPolicyTest::denyDescribeTable;
            bench.put(item("1", "one"));
            bench.put(item("1", "two"));

            assertThat(bench.objects()).hasSize(6);
            assertThat(bench.sent("DescribeTable")).isOne();
            assertThat(warnings.heard).singleElement().asString().contains("dynamodb:DescribeTable");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTableThatCannotBeDescribedAndIsRegisteredAsOneOfItsOwnIsCleanedUp(Door door) {
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

    /** Warnings that name a table. */
    private static final class Warnings extends Handler implements AutoCloseable {

        private final Logger logger = Logger.getLogger(TableDirectory.class.getName());
        private final String table;
        private final List<String> heard = new CopyOnWriteArrayList<>();

        Warnings(String table) {
            this.table = table;
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel() == Level.WARNING && entry.getMessage().contains(table)) {
                heard.add(entry.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }
}
