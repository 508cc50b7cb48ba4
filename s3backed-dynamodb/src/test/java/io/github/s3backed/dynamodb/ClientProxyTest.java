package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.ParameterizedStatement;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.SearchVectorsRequest;

/** A wrapped client is a client: what does not concern registered tables is done as the client that it wraps does it. */
@AwsTest
class ClientProxyTest {

    private final AwsBackend aws;
    private final Rig rig;
    private final DynamoDbClient client;
    private final DynamoDbAsyncClient async;

    ClientProxyTest(AwsBackend aws) {
        this.aws = aws;
        this.rig = new Rig(aws, Door.BLOCKING);
        this.client = rig.blocking();
        this.async = rig.async();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void putItems(int count) {
        IntStream.range(0, count).forEach(i -> rig.put("" + i, "text " + i));
    }

    @Test
    void requestsThatAreBuiltByAConsumerAreCoordinated() {
        client.putItem(put -> put.tableName(rig.table).item(Map.of("id", s("1"), "body", s("text"))));

        assertThat(rig.objects()).hasSize(1).isEqualTo(rig.references());
        assertThat(client.getItem(get -> get.tableName(rig.table).key(Map.of("id", s("1"))))
                        .item())
                .containsEntry("body", s("text"));
    }

    @Test
    void aScanPaginatorReadsThePayloadsOfEveryPage() {
        putItems(5);

        assertThat(client.scanPaginator(ScanRequest.builder()
                                .tableName(rig.table)
                                .limit(2)
                                .build())
                        .items())
                .extracting(item -> item.get("body").s())
                .containsExactlyInAnyOrder("text 0", "text 1", "text 2", "text 3", "text 4");
        assertThat(rig.tap.requests(ScanRequest.class)).hasSizeGreaterThan(2);
    }

    @Test
    void aPaginatorOfTheAsynchronousClientReadsThePayloadsOfEveryPage() {
        putItems(5);
        List<Map<String, AttributeValue>> found = new CopyOnWriteArrayList<>();

        async.scanPaginator(scan -> scan.tableName(rig.table).limit(2))
                .items()
                .subscribe(found::add)
                .join();

        assertThat(found)
                .extracting(item -> item.get("body").s())
                .containsExactlyInAnyOrder("text 0", "text 1", "text 2", "text 3", "text 4");
    }

    @Test
    void aQueryPaginatorReadsThePayloadsOfEveryPage() {
        String sorted = tableWithSortKey();
        rig.s3backed.register(Rig.tableNamed(sorted).sortKey("at").build());
        IntStream.range(0, 5)
                .forEach(i -> client.putItem(put ->
                        put.tableName(sorted).item(Map.of("id", s("1"), "at", s("" + i), "body", s("text " + i)))));

        assertThat(client.queryPaginator(query -> query.tableName(sorted)
                                .limit(2)
                                .keyConditionExpression("id = :id")
                                .expressionAttributeValues(Map.of(":id", s("1"))))
                        .items())
                .extracting(item -> item.get("body").s())
                .containsExactly("text 0", "text 1", "text 2", "text 3", "text 4");
        assertThat(rig.tap.requests(QueryRequest.class)).hasSizeGreaterThan(2);
    }

    private String tableWithSortKey() {
        String table = aws.newTableName("sorted");
        aws.dynamoDb()
                .createTable(create -> create.tableName(table)
                        .keySchema(Keys.partition("id"), Keys.sort("at"))
                        .attributeDefinitions(Keys.text("id"), Keys.text("at"))
                        .billingMode(BillingMode.PAY_PER_REQUEST));
        aws.dynamoDb().waiter().waitUntilTableExists(describe -> describe.tableName(table));
        return table;
    }

    @Test
    void itsWaiterWaits() {
        assertThat(client.waiter()
                        .waitUntilTableExists(describe -> describe.tableName(rig.table))
                        .matched()
                        .response())
                .isPresent();
    }

    @Test
    void itIsConfiguredAsTheClientThatItWraps() {
        assertThat(client.serviceClientConfiguration().region())
                .isEqualTo(aws.dynamoDb().serviceClientConfiguration().region());
        assertThat(client.serviceName()).isEqualTo(aws.dynamoDb().serviceName());
    }

    @Test
    void closingItClosesTheClientThatItWraps() {
        client.close();

        assertThat(rig.tap.methods).endsWith("close");
        assertThatThrownBy(client::listTables).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void itEqualsItselfAlone() {
        DynamoDbClient other = rig.s3backed.wrap(aws.dynamoDb());

        assertThat(client).isEqualTo(client).hasSameHashCodeAs(client).isNotEqualTo(other);
        assertThat(other).hasToString("s3backed(" + aws.dynamoDb() + ")");
    }

    @Test
    void anOperationOnItemsThatNobodyKnowsHereIsRefused() {
        SearchVectorsRequest search =
                SearchVectorsRequest.builder().tableName("another").build();

        assertThatThrownBy(() -> client.searchVectors(search))
                .isInstanceOf(RefusedRequestException.class)
                .hasMessageContaining("searchVectors");
        assertThatThrownBy(() -> async.searchVectors(search).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(RefusedRequestException.class);
        assertThat(rig.tap.requests(SearchVectorsRequest.class)).isEmpty();
    }

    @Test
    void anOperationThatKnowsNothingOfItemsPasses() {
        String arn = client.describeTable(describe -> describe.tableName(rig.table))
                .table()
                .tableArn();

        assertThat(client.listTables().tableNames()).contains(rig.table);
        // Not every server knows tags: what counts is that it was asked.
        assertThat(catchThrowable(() -> client.listTagsOfResource(list -> list.resourceArn(arn))))
                .isNotInstanceOf(RefusedRequestException.class);
        assertThat(rig.tap.requests(ListTagsOfResourceRequest.class)).hasSize(1);
        assertThat(async.listTables().join().tableNames()).contains(rig.table);
    }

    @Test
    void partiQlOnARegisteredTableIsRefused() {
        String statement = "SELECT * FROM \"" + rig.table + "\"";

        assertThatThrownBy(() -> client.executeStatement(execute -> execute.statement(statement)))
                .isInstanceOf(RefusedRequestException.class)
                .hasMessageContainingAll("PartiQL", rig.table);
        assertThatThrownBy(() -> client.batchExecuteStatement(execute -> execute.statements(
                        BatchStatementRequest.builder().statement(statement).build())))
                .isInstanceOf(RefusedRequestException.class);
        assertThatThrownBy(() -> client.executeTransaction(execute -> execute.transactStatements(
                        ParameterizedStatement.builder().statement(statement).build())))
                .isInstanceOf(RefusedRequestException.class);
        assertThat(rig.tap.requests).isEmpty();
    }

    @Test
    void partiQlOnAnotherTablePasses() {
        assumeFalse(
                Locale.getDefault().getLanguage().equals("tr"),
                "the PartiQL parser of DynamoDB Local does not start in Turkish");
        String another = Rig.createTable(aws);
        aws.dynamoDb().putItem(put -> put.tableName(another).item(Map.of("id", s("1"), "body", s("text"))));

        assertThat(client.executeStatement(ExecuteStatementRequest.builder()
                                .statement("SELECT * FROM \"" + another + "\"")
                                .build())
                        .items())
                .containsExactly(Map.of("id", s("1"), "body", s("text")));
    }

    @Test
    void aRequestOnAnotherTableIsSentAsItIs() {
        String another = Rig.createTable(aws);
        PutItemRequest request = PutItemRequest.builder()
                .tableName(another)
                .item(Map.of("id", s("1"), "body", s("text")))
                .build();

        client.putItem(request);
        async.putItem(request).join();

        assertThat(rig.tap.requests)
                .hasSize(2)
                .allSatisfy(sent -> assertThat(sent).isSameAs(request));
        assertThat(rig.memory.keys()).isEmpty();
        assertThat(client.scan(scan -> scan.tableName(another)).items())
                .containsExactly(Map.of("id", s("1"), "body", s("text")));
    }
}
