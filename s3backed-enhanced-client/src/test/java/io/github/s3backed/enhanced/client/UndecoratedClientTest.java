package io.github.s3backed.enhanced.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.enhanced.dynamodb.AttributeValueType;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbAsyncTable;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedAsyncClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableMetadata;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import software.amazon.awssdk.enhanced.dynamodb.model.WriteBatch;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** Schemas with S3-backed attributes on a client that does not coordinate them: nothing is stored, and nothing read. */
@AwsTest
class UndecoratedClientTest {

    private static final TableSchema<Letter> LETTERS = S3BackedTableSchema.fromImmutable(Letter.class);
    private static final Letter LETTER = new Letter("ann", "1", "text");
    private static final Key KEY =
            Key.builder().partitionValue("ann").sortValue("1").build();

    private final AwsBackend aws;
    private final DynamoDbEnhancedClient client;

    UndecoratedClientTest(AwsBackend aws) {
        this.aws = aws;
        this.client =
                DynamoDbEnhancedClient.builder().dynamoDbClient(aws.dynamoDb()).build();
    }

    @Test
    void writesAreRefusedAndNothingIsStored() {
        DynamoDbTable<Letter> letters = letters();

        assertThatThrownBy(() -> letters.putItem(LETTER)).isInstanceOf(DynamoDbException.class);
        assertThatThrownBy(() -> letters.updateItem(LETTER)).isInstanceOf(DynamoDbException.class);
        assertThatThrownBy(() -> client.batchWriteItem(batch -> batch.addWriteBatch(WriteBatch.builder(Letter.class)
                        .mappedTableResource(letters)
                        .addPutItem(LETTER)
                        .build())))
                .isInstanceOf(DynamoDbException.class);
        assertThatThrownBy(() -> client.transactWriteItems(write -> write.addPutItem(letters, LETTER)))
                .isInstanceOf(DynamoDbException.class);
        assertThat(items(letters.tableName())).isZero();
    }

    @Test
    void asynchronousWritesAreRefusedAndNothingIsStored() {
        DynamoDbAsyncTable<Letter> letters = DynamoDbEnhancedAsyncClient.builder()
                .dynamoDbClient(aws.dynamoDbAsync())
                .build()
                .table(letters().tableName(), LETTERS);

        assertThatThrownBy(() -> letters.putItem(LETTER).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(DynamoDbException.class);
        assertThat(items(letters.tableName())).isZero();
    }

    @Test
    void documentsAreRefusedAndNothingIsStored() {
        TableSchema<EnhancedDocument> schema = S3BackedTableSchema.documents(
                TableSchema.documentSchemaBuilder()
                        .addIndexPartitionKey(TableMetadata.primaryIndexName(), "author", AttributeValueType.S)
                        .addIndexSortKey(TableMetadata.primaryIndexName(), "id", AttributeValueType.S)
                        .build(),
                S3BackedDocumentAttribute.json("text"));
        String name = letters().tableName();

        assertThatThrownBy(() -> client.table(name, schema)
                        .putItem(EnhancedDocument.fromJson("{\"author\":\"ann\",\"id\":\"1\",\"text\":[1]}")))
                .isInstanceOf(DynamoDbException.class);
        assertThat(items(name)).isZero();
    }

    @Test
    void readsAreRefused() {
        DynamoDbTable<Letter> letters = letters();
        aws.dynamoDb()
                .putItem(put -> put.tableName(letters.tableName())
                        .item(Map.of(
                                "author", AttributeValue.fromS("ann"),
                                "id", AttributeValue.fromS("1"),
                                "text", AttributeValue.fromS("s3://bucket/key"))));

        assertThatThrownBy(() -> letters.getItem(KEY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("attribute 'text' of " + Letter.class.getName())
                .hasMessageContaining("Read the item through the table of an S3BackedEnhancedClient");
    }

    private DynamoDbTable<Letter> letters() {
        DynamoDbTable<Letter> table = client.table(aws.newTableName("undecorated"), LETTERS);
        table.createTable();
        aws.dynamoDb().waiter().waitUntilTableExists(request -> request.tableName(table.tableName()));
        return table;
    }

    private int items(String table) {
        return aws.dynamoDb().scan(scan -> scan.tableName(table)).count();
    }
}
