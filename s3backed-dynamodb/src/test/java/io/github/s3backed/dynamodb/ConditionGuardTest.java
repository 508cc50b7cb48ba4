package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ConditionGuardTest {

    private static final Map<String, String> NAMES =
            Map.of("#n", "body", "#m", "a", "#dotted", "body.x", "#f", "attribute_exists");
    private static final Map<String, AttributeValue> VALUES = Map.of(
            ":v", AttributeValue.fromS("x"),
            ":null", AttributeValue.fromS("NULL"),
            ":s", AttributeValue.fromS("S"),
            ":number", AttributeValue.fromN("1"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "body = :v",
                ":v = body",
                "a = body",
                "#n <> :v",
                "(body) = :v",
                "body BETWEEN :v AND :v",
                ":v between a and body",
                "body IN (:v)",
                ":v in(a,body)",
                "begins_with(body, :v)",
                "begins_with(a, body)",
                "contains(body, :v)",
                "contains(#m, #n)",
                "size(body) > :number",
                "NOT size( #n )=:number",
                "a = :v AND (b = :v OR NOT body = :v)",
                "attribute_exists(body) AND body = :v"
            })
    void theValueOfAnOffloadedAttributeCannotBeRead(String expression) {
        assertRefused(expression);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "body.x = :v",
                "body[0] = :v",
                "body . x = :v",
                "#n.#m = :v",
                "attribute_exists(body.x)",
                "attribute_not_exists(body[0])",
                "attribute_type(body.x, :null)",
                "size(body.x) = :number"
            })
    void nothingBelowItCanBeRead(String expression) {
        assertRefused(expression);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attribute_exists(body)",
                "attribute_not_exists(body)",
                "attribute_exists ( #n )",
                "NOT attribute_exists(body) or attribute_not_exists(#n)",
                "(attribute_exists(body))",
                "attribute_type(body, :null)",
                "attribute_type(\n#n\t,:null)and a=:v"
            })
    void whetherItIsThereCanBeAsked(String expression) {
        assertPasses(expression);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attribute_type(body, :s)",
                "attribute_type(body, :number)",
                "attribute_type(body, :unknown)",
                "attribute_type(body, a)",
                "attribute_type(a, body)",
                "attribute_type(body = :null)",
                "attribute_type(body, :null, a)"
            })
    void noTypeButNullCanBeAskedFor(String expression) {
        assertRefused(expression);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.body = :v",
                "a[0].body = :v",
                "a . #n = :v",
                "Body = :v",
                "BODY = :v",
                "bodyx = :v AND xbody = :v AND body_ = :v",
                "#dotted = :v",
                "size(#dotted) = :number",
                "a = :body",
                "#body = :v"
            })
    void whatOnlyLooksLikeItPasses(String expression) {
        assertPasses(expression);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "a =", "a = = :v", "((a)", "é = :v", "a ! :v", "# = :", "AND OR", ")(", "[", "."})
    void withoutAnOffloadedAttributeDynamoDbJudgesTheSyntax(String expression) {
        assertPasses(expression);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "body",
                "body(",
                ".body = :v",
                "a AND .body = :v",
                "ATTRIBUTE_EXISTS(body)",
                "#f(body)",
                "xattribute_exists(body)",
                "a.attribute_exists(body)",
                "attribute_exists(body",
                "attribute_exists body)",
                "attribute_exists(body, a)",
                "attribute_exists((body))",
                "attribute_exists(body = :v)",
                "1body = :v",
                "-body = :v",
                "\"body\" = :v",
                "bödy = :v AND attribute_exists(body)",
                "attribute_exists(body)!",
                "attribute_exists(\u00a0body)",
                "ébody = :v",
                "é = :v AND a.body = :v",
                "é = :v AND attribute_exists(#n)"
            })
    void whatIsNotUnderstoodIsRefusedWhereOneMayBeMeant(String expression) {
        assertRefused(expression);
    }

    @Test
    void theMessageTellsWhereAndWhatToDo() {
        assertThatThrownBy(() -> check("FilterExpression", "#n = :v"))
                .hasMessage("FilterExpression for table 'articles' reads the value of the offloaded attribute 'body'."
                        + " DynamoDB holds a reference in its place. It can only be asked for attribute_exists(a),"
                        + " attribute_not_exists(a) and attribute_type(a, :t) with :t = \"NULL\", without further parentheses."
                        + " To compare values, keep a small attribute beside it, such as a hash or a version.");
    }

    private static void assertRefused(String expression) {
        assertThatExceptionOfType(RefusedRequestException.class)
                .as(expression)
                .isThrownBy(() -> check("ConditionExpression", expression))
                .withMessageContainingAll("ConditionExpression", "articles", "body");
    }

    private static void assertPasses(String expression) {
        assertThatCode(() -> check("ConditionExpression", expression))
                .as(expression)
                .doesNotThrowAnyException();
    }

    private static void check(String parameter, String expression) {
        ConditionGuard.check(parameter, expression, NAMES, VALUES, Set.of("body"), "articles");
    }
}
