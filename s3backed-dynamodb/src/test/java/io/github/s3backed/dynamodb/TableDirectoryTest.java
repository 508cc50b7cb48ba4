package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.testkit.Fault;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** What becomes of writes when DescribeTable fails, or contradicts the registration. */
@AwsTest
class TableDirectoryTest {

    private final AwsBackend aws;

    TableDirectoryTest(AwsBackend aws) {
        this.aws = aws;
    }

    private Rig rig(Door door, String error, int status) {
        Rig rig = new Rig(
                aws,
                door,
                settings -> settings,
                table -> table,
                client -> client.retryStrategy(AwsRetryStrategy.doNotRetry()));
        rig.plan[0] = (request, number) ->
                Rig.asksFor("DescribeTable", request) ? Fault.dynamoDbError(status, error) : Fault.pass();
        return rig;
    }

    @ParameterizedTest
    @CsvSource({
        "BLOCKING, ThrottlingException, 400",
        "BLOCKING, InternalServerError, 500",
        "ASYNC, ThrottlingException, 400",
        "ASYNC, InternalServerError, 500"
    })
    void aFirstWriteFailsBeforeAnythingIsStoredIfTheTableCannotBeAskedFor(Door door, String error, int status) {
        try (Rig rig = rig(door, error, status)) {
            assertThatThrownBy(() -> rig.call(Operation.PUT_ITEM, rig.putRequest("1", "new")))
                    .isInstanceOfSatisfying(
                            DynamoDbException.class,
                            failure -> assertThat(failure.awsErrorDetails().errorCode())
                                    .isEqualTo(error));

            assertThat(rig.memory.keys()).isEmpty();
            assertThat(rig.tap.requests(PutItemRequest.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theNextWriteAsksAgain(Door door) {
        try (Rig rig = rig(door, "InternalServerError", 500)) {
            assertThatThrownBy(() -> rig.call(Operation.PUT_ITEM, rig.putRequest("1", "new")))
                    .isInstanceOf(DynamoDbException.class);
            rig.plan[0] = (request, number) -> Fault.pass();

            rig.call(Operation.PUT_ITEM, rig.putRequest("1", "new"));
            rig.call(Operation.PUT_ITEM, rig.putRequest("1", "newer"));

            assertThat(rig.tap.requests(DescribeTableRequest.class)).hasSize(2);
            assertThat(rig.objects()).hasSize(1).isEqualTo(rig.references());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereItIsDeniedWritesWorkAndNothingReplacedIsRemoved(Door door) {
        try (Rig rig = rig(door, "AccessDeniedException", 400)) {
            rig.call(Operation.PUT_ITEM, rig.putRequest("1", "old"));
            rig.call(Operation.PUT_ITEM, rig.putRequest("1", "new"));

            assertThat(rig.get("1")).containsEntry("body", s("new"));
            assertThat(rig.objects()).hasSize(2).containsAll(rig.references());
        }
    }

    @Test
    void whereItIsDeniedTheRegistrationMaySayThatTheTableIsNotReplicated() {
        try (Rig rig = new Rig(
                aws, Door.BLOCKING, settings -> settings, table -> table.globalTable(false), client -> client)) {
            rig.plan[0] = (request, number) -> Rig.asksFor("DescribeTable", request)
                    ? Fault.dynamoDbError(400, "AccessDeniedException")
                    : Fault.pass();
            rig.call(Operation.PUT_ITEM, rig.putRequest("1", "old"));
            rig.call(Operation.PUT_ITEM, rig.putRequest("1", "new"));

            assertThat(rig.objects()).hasSize(1).isEqualTo(rig.references());
        }
    }

    @Test
    void aTableWithOtherKeysThanItsRegistrationIsRefused() {
        MemoryBlobStore memory = MemoryBlobStore.create("other-keys");
        String table = Rig.createTable(aws);
        try (S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                .blobStore(memory)
                .threshold(0)
                .table(S3BackedTable.builder(table)
                        .partitionKey("pk")
                        .attribute(S3BackedAttribute.text("body").build())
                        .build())
                .build()) {
            assertThatThrownBy(() -> s3backed.wrap(aws.dynamoDb())
                            .putItem(put -> put.tableName(table).item(Map.of("pk", s("1"), "body", s("text")))))
                    .isInstanceOf(RefusedRequestException.class)
                    .hasMessageContainingAll("[id]", "[pk]", table);
            assertThat(memory.keys()).isEmpty();
        }
    }

    @Test
    void anS3BackedKeyOfAnIndexIsRefused() {
        MemoryBlobStore memory = MemoryBlobStore.create("index-key");
        String table = tableWithIndexOnBody();
        try (S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                .blobStore(memory)
                .threshold(0)
                .table(Rig.tableNamed(table).build())
                .build()) {
            assertThatThrownBy(() -> s3backed.wrap(aws.dynamoDb())
                            .putItem(put -> put.tableName(table).item(Map.of("id", s("1"), "body", s("text")))))
                    .isInstanceOf(RefusedRequestException.class)
                    .hasMessageContainingAll("'body'", "key of an index", table);
            assertThat(memory.keys()).isEmpty();
        }
    }

    private String tableWithIndexOnBody() {
        String table = aws.newTableName("index");
        aws.dynamoDb()
                .createTable(create -> create.tableName(table)
                        .keySchema(Keys.partition("id"))
                        .attributeDefinitions(Keys.text("id"), Keys.text("body"))
                        .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                                .indexName("by-body")
                                .keySchema(Keys.partition("body"))
                                .projection(of -> of.projectionType(ProjectionType.ALL))
                                .build())
                        .billingMode(BillingMode.PAY_PER_REQUEST));
        aws.dynamoDb().waiter().waitUntilTableExists(describe -> describe.tableName(table));
        return table;
    }
}
