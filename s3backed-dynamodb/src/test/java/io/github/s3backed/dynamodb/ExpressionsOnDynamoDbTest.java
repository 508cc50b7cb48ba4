package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.dynamodb.ExpressionTokens.Kind;
import io.github.s3backed.dynamodb.UpdateExpression.Rewritten;
import io.github.s3backed.dynamodb.UpdateExpression.Store;
import io.github.s3backed.test.servers.AwsBackend;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** What the rewritten expressions do to items, and that DynamoDB reads expressions as we do. */
class ExpressionsOnDynamoDbTest {

    private static final Map<String, AttributeValue> KEY = Map.of("id", AttributeValue.fromS("1"));
    private static final Map<String, String> NAMES =
            Map.of("#n", "body", "#m", "a", "#i", "image", "#d", "body.x", "#f", "attribute_exists");
    private static final Set<String> OFFLOADED = Set.of("body", "image");
    private static final Map<String, AttributeValue> VALUES = Map.of(
            ":v", AttributeValue.fromS("payload"),
            ":w", AttributeValue.fromS("other"),
            ":one", AttributeValue.fromN("1"),
            ":null", AttributeValue.fromS("NULL"),
            ":string", AttributeValue.fromS("S"),
            ":s3backed0", AttributeValue.fromS("mine"));

    private static AwsBackend aws;
    private static String table;

    @BeforeAll
    static void createTable() {
        aws = AwsBackend.embedded();
        table = aws.newTableName("expressions");
        dynamoDb()
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
        dynamoDb().waiter().waitUntilTableExists(request -> request.tableName(table));
    }

    @AfterAll
    static void close() {
        aws.close();
    }

    private static DynamoDbClient dynamoDb() {
        return aws.dynamoDb();
    }

    @BeforeEach
    void putAnItem() {
        dynamoDb()
                .putItem(request -> request.tableName(table)
                        .item(Map.of(
                                "id", AttributeValue.fromS("1"),
                                "a", AttributeValue.fromS("first"),
                                "count", AttributeValue.fromN("1"),
                                "m", AttributeValue.fromM(Map.of()),
                                "image", AttributeValue.fromS("s3://bucket/old"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SET body = :v | body=ref0",
                "set #n=:v | body=ref0",
                "SET a = :w, body = :v | a=other, body=ref0",
                "SET body = :v, a = :v | body=ref0, a=payload",
                "SET body = :v, image = :v | body=ref0, image=ref1",
                "SET body = :v, image = :w REMOVE a | body=ref0, image=ref1",
                "SET body = if_not_exists(body, :v) | body=ref0",
                "SET image = if_not_exists(image, :v) | image=s3://bucket/old",
                "SET image = if_not_exists (#i , :v), body=:v | image=s3://bucket/old, body=ref1",
                "SET body = :s3backed0, a = :s3backed0 | body=ref0, a=mine",
                "SET #n = :v, m.body = :v REMOVE image | body=ref0",
                "REMOVE image ADD m.hits :one SET #d = :w, #n = :v | body=ref0, body.x=other",
                "REMOVE image, a | id=1",
                "SET a = :v | a=payload"
            })
    void theReferenceIsStored(String update, String expected) {
        run(update, null);

        assertThat(stored()).containsAllEntriesOf(parseExpected(expected));
    }

    @Test
    void theConditionStillReadsThePayloadsPlaceholder() {
        run("SET body = :v", "a <> :v AND attribute_not_exists(body)");

        assertThat(stored()).containsEntry("body", "ref0");
    }

    @Test
    void anUpdateThatCannotBeReadIsRefusedByDynamoDbToo() {
        assertThatThrownBy(() -> run("SET a = = :v", null))
                .isInstanceOf(DynamoDbException.class)
                .hasMessageContaining("Syntax error");
    }

    @Test
    void aProjectionWithAddedKeysIsAccepted() {
        Projection projection = Projection.of("m.x, #i", Map.of("#i", "image"), OFFLOADED, List.of("id"), table);

        Map<String, AttributeValue> item = dynamoDb()
                .getItem(request -> request.tableName(table)
                        .key(KEY)
                        .projectionExpression(projection.expression())
                        .expressionAttributeNames(projection.names()))
                .item();

        assertThat(item).containsOnlyKeys("id", "image");
        assertThat(projection.strip(item)).containsOnlyKeys("image");
    }

    // Else the properties would hold for expressions that nobody can send.
    @Test
    void theConditionsThatTestsMakeUpAreWellFormed() {
        for (int seed = 0; seed < 150; seed++) {
            String condition = new RandomExpressions(seed).condition(seed % 3).text();
            assertWellFormed(condition, () -> putIf(condition, KEY));
        }
    }

    @Test
    void theUpdatesThatTestsMakeUpAreWellFormed() {
        for (int seed = 0; seed < 150; seed++) {
            String update = new RandomExpressions(seed).update().text();
            assertWellFormed(update, () -> send(update, null, used(VALUES, Kind.VALUE, update)));
        }
    }

    // The oracle is DynamoDB: what it answers must not change with what the offloaded attributes hold.
    @Test
    void noConditionThatPassesTellsOneReferenceFromAnother() {
        int answered = 0;
        for (int seed = 0; seed < 1_000; seed++) {
            RandomExpressions random = new RandomExpressions(seed);
            String wellFormed = random.condition(seed % 2).text();
            String condition = seed % 3 == 0 ? wellFormed : random.damaged(wellFormed);
            if (usesOffloaded(condition) && passes(condition)) {
                String answer = answer(condition, "payload");
                assertThat(answer(condition, "s3://bucket/key"))
                        .as("seed " + seed + ": " + condition)
                        .isEqualTo(answer);
                answered += answer.equals("ValidationException") ? 0 : 1;
            }
        }
        assertThat(answered).isGreaterThan(50);
    }

    private static boolean usesOffloaded(String condition) {
        return Stream.of("body", "image", "#n", "#i").anyMatch(condition::contains);
    }

    private static boolean passes(String condition) {
        try {
            ConditionGuard.check("ConditionExpression", condition, NAMES, VALUES, OFFLOADED, table);
            return true;
        } catch (RefusedRequestException e) {
            return false;
        }
    }

    private static String answer(String condition, String held) {
        Map<String, AttributeValue> item = new LinkedHashMap<>(KEY);
        OFFLOADED.forEach(attribute -> item.put(attribute, AttributeValue.fromS(held)));
        dynamoDb().putItem(request -> request.tableName(table).item(item));
        try {
            putIf(condition, item);
            return "yes";
        } catch (DynamoDbException e) {
            return e.awsErrorDetails().errorCode();
        }
    }

    private static void putIf(String condition, Map<String, AttributeValue> item) {
        Map<String, AttributeValue> values = used(VALUES, Kind.VALUE, condition);
        dynamoDb()
                .putItem(request -> request.tableName(table)
                        .item(item)
                        .conditionExpression(condition)
                        .expressionAttributeNames(usedNames(condition))
                        .expressionAttributeValues(values.isEmpty() ? null : values));
    }

    private static void assertWellFormed(String expression, Runnable request) {
        try {
            request.run();
        } catch (DynamoDbException e) {
            assertThat(e.getMessage())
                    .as(expression)
                    .doesNotContain("Syntax error", "Invalid function name", "reserved");
        }
    }

    private static void run(String update, String condition) {
        Map<String, AttributeValue> values = used(VALUES, Kind.VALUE, update, condition);
        UpdateExpression parsed = UpdateExpression.parse(update, NAMES, values, OFFLOADED, table);
        Map<Store, AttributeValue> references = new LinkedHashMap<>();
        parsed.stores().forEach(store -> references.put(store, AttributeValue.fromS("ref" + references.size())));
        Rewritten rewritten = parsed.rewrite(references, values, condition);
        send(rewritten.expression(), condition, rewritten.values());
    }

    private static void send(String update, String condition, Map<String, AttributeValue> values) {
        dynamoDb()
                .updateItem(request -> request.tableName(table)
                        .key(KEY)
                        .updateExpression(update)
                        .conditionExpression(condition)
                        .expressionAttributeNames(usedNames(update, condition))
                        .expressionAttributeValues(values.isEmpty() ? null : values));
    }

    private static Map<String, String> usedNames(String... expressions) {
        Map<String, String> names = used(NAMES, Kind.NAME_PLACEHOLDER, expressions);
        return names.isEmpty() ? null : names;
    }

    private static <T> Map<String, T> used(Map<String, T> all, Kind kind, String... expressions) {
        Map<String, T> used = new LinkedHashMap<>(all);
        used.keySet()
                .removeIf(placeholder -> Arrays.stream(expressions)
                        .noneMatch(text -> text != null
                                && ExpressionTokens.of(text).textsOf(kind).contains(placeholder)));
        return used;
    }

    private static Map<String, String> stored() {
        Map<String, String> stored = new LinkedHashMap<>();
        dynamoDb()
                .getItem(request -> request.tableName(table).key(KEY).consistentRead(true))
                .item()
                .forEach((name, value) -> stored.put(name, value.s()));
        return stored;
    }

    private static Map<String, String> parseExpected(String expected) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String attribute : expected.split(", ")) {
            attributes.put(attribute.split("=")[0], attribute.split("=")[1]);
        }
        return attributes;
    }
}
