package io.github.s3backed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamViewType;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.S3BackedTable;
import io.github.s3backed.test.servers.AwsBackend;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class ArticleStreamFunctionTest {

    private final MemoryBlobStore store = MemoryBlobStore.create("articles");

    @Test
    void removesTheObjectOfAnArticleThatSomebodyDeleted() {
        try (AwsBackend aws = AwsBackend.embedded()) {
            String table = create(aws);
            String reference = write(aws.dynamoDb(), table);
            aws.dynamoDb()
                    .deleteItem(request -> request.tableName(table)
                            .key(Map.of(
                                    "id", software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS("1"))));
            String arn = aws.dynamoDb()
                    .describeTable(request -> request.tableName(table))
                    .table()
                    .tableArn();
            var function = new ArticleStreamFunction(aws.dynamoDb(), store, table);
            assertThat(payloads()).isOne();
            assertThat(function.handleRequest(removal(arn, reference)).getBatchItemFailures())
                    .isEmpty();
            assertThat(payloads()).isZero();
        }
    }

    private long payloads() {
        return store.keys().stream()
                .filter(key -> !key.startsWith("s3backed/.registry/"))
                .count();
    }

    private static String create(AwsBackend aws) {
        String table = aws.newTableName("articles");
        aws.dynamoDb()
                .createTable(request -> request.tableName(table)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(AttributeDefinition.builder()
                                .attributeName("id")
                                .attributeType(ScalarAttributeType.S)
                                .build())
                        .keySchema(KeySchemaElement.builder()
                                .attributeName("id")
                                .keyType(KeyType.HASH)
                                .build()));
        return table;
    }

    private String write(DynamoDbClient client, String table) {
        try (S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                .blobStore(store)
                .threshold(0)
                .table(S3BackedTable.builder(table)
                        .partitionKey("id")
                        .attribute(S3BackedAttribute.text("body").build())
                        .build())
                .build()) {
            var id = software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS("1");
            var body = software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS("a body");
            s3backed.wrap(client).putItem(request -> request.tableName(table).item(Map.of("id", id, "body", body)));
            return client.getItem(request -> request.tableName(table).key(Map.of("id", id)))
                    .item()
                    .get("body")
                    .s();
        }
    }

    private static DynamodbEvent removal(String tableArn, String reference) {
        StreamRecord data = new StreamRecord()
                .withSequenceNumber("100000000000000000001")
                .withKeys(Map.of("id", new AttributeValue("1")))
                .withOldImage(Map.of("id", new AttributeValue("1"), "body", new AttributeValue(reference)))
                .withStreamViewType(StreamViewType.NEW_AND_OLD_IMAGES);
        DynamodbStreamRecord record = new DynamodbStreamRecord();
        record.setEventSourceARN(tableArn + "/stream/2026-01-01T00:00:00.000");
        record.setEventName("REMOVE");
        record.setDynamodb(data);
        DynamodbEvent event = new DynamodbEvent();
        event.setRecords(List.of(record));
        return event;
    }
}
