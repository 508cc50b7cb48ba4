package io.github.s3backed.test.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.model.S3Exception;

@AwsTest
class AwsTestTest {

    private final AwsBackend aws;

    AwsTestTest(AwsBackend aws) {
        this.aws = aws;
    }

    @Test
    void keepsAnItem() {
        String table = aws.newTableName("smoke");
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
        aws.dynamoDb().waiter().waitUntilTableExists(request -> request.tableName(table));
        Map<String, AttributeValue> item = Map.of("id", AttributeValue.fromS("1"), "n", AttributeValue.fromN("2"));

        aws.dynamoDb().putItem(request -> request.tableName(table).item(item));

        assertThat(aws.dynamoDbAsync()
                        .getItem(request -> request.tableName(table)
                                .consistentRead(true)
                                .key(Map.of("id", AttributeValue.fromS("1"))))
                        .join()
                        .item())
                .isEqualTo(item);
    }

    @Test
    void keepsAnObject() {
        aws.s3().putObject(request -> request.bucket(aws.bucket()).key("smoke"), RequestBody.fromString("text"));

        assertThat(aws.s3Async()
                        .getObject(
                                request -> request.bucket(aws.bucket()).key("smoke"),
                                AsyncResponseTransformer.toBytes())
                        .join()
                        .asUtf8String())
                .isEqualTo("text");
    }

    @Test
    void putsOnlyWhereThereIsNoObject() {
        aws.s3().putObject(request -> request.bucket(aws.bucket()).key("once"), RequestBody.fromString("1"));

        assertThatThrownBy(() -> aws.s3()
                        .putObject(
                                request ->
                                        request.bucket(aws.bucket()).key("once").ifNoneMatch("*"),
                                RequestBody.fromString("2")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    }
}
