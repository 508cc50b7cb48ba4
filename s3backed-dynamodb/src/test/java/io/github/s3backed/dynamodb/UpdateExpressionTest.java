package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.dynamodb.UpdateExpression.Rewritten;
import io.github.s3backed.dynamodb.UpdateExpression.Store;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class UpdateExpressionTest {

    private static final Map<String, String> NAMES = Map.of("#n", "body", "#m", "a", "#dotted", "body.x");
    private static final AttributeValue PAYLOAD = AttributeValue.fromS("a long text");
    private static final AttributeValue OTHER = AttributeValue.fromS("something else");
    private static final AttributeValue REFERENCE = AttributeValue.fromS("s3://bucket/body");
    private static final AttributeValue SECOND_REFERENCE = AttributeValue.fromS("s3://bucket/image");
    private static final Map<String, AttributeValue> VALUES = Map.of(":v", PAYLOAD, ":w", OTHER);
    private static final Store STORE = new Store("body", ":v", false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET body = :v",
                "set #n=:v",
                "SET a = :w,\n body\t=\r:v, b = :w",
                "REMOVE a SET body = :v ADD b :w"
            })
    void aStoreIsFound(String expression) {
        assertThat(parse(expression).stores()).containsExactly(STORE);
        assertThat(parse(expression).plain()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET body = if_not_exists(body, :v)",
                "SET #n = if_not_exists ( body , :v ), a = :w",
                "SET body=if_not_exists(#n,:v)"
            })
    void aStoreOntoItselfWhereAbsentIsConditional(String expression) {
        assertThat(parse(expression).stores()).containsExactly(new Store("body", ":v", true));
        assertThat(parse(expression).plain()).isFalse();
    }

    @Test
    void whatIsTouchedComesInTheOrderOfTheText() {
        UpdateExpression update = parse("REMOVE thumb, a SET image = :v, #n = :w REMOVE x");

        assertThat(update.removed()).containsExactly("thumb");
        assertThat(update.stores()).containsExactly(new Store("image", ":v", false), new Store("body", ":w", false));
        assertThat(update.touched()).containsExactly("thumb", "image", "body");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET copy = body",
                "SET copy = #n",
                "SET copy = (body)",
                "SET copy = if_not_exists(body, :v)",
                "SET copy = if_not_exists(a, body)",
                "SET copy = a + body",
                "SET copy = body - :v",
                "SET copy = list_append(body, :v)",
                "SET copy = list_append(:v, body)",
                "SET a = :v, copy = body, b = :v"
            })
    void anOffloadedAttributeCannotBeAnOperand(String expression) {
        assertRefused(expression);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET body = a",
                "SET body = body",
                "SET body = (:v)",
                "SET body = :v + :w",
                "SET body = a + :v",
                "SET body = list_append(body, :v)",
                "SET body = if_not_exists(a, :v)",
                "SET body = if_not_exists(body, a)",
                "SET body = if_not_exists(body, body)",
                "SET body = if_not_exists(image, :v)",
                "SET body = if_not_exists(body.x, :v)",
                "SET body = if_not_exists((body), :v)",
                "SET body = if_not_exists(body, (:v))",
                "SET body = (if_not_exists(body, :v))",
                "SET body = if_not_exists(body, :v) + :w",
                "SET body = IF_NOT_EXISTS(body, :v)"
            })
    void itTakesNothingButAValueOfTheRequest(String expression) {
        assertRefused(expression);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET body.x = :v",
                "SET body[0] = :v",
                "SET #n.#m = :v",
                "SET a = body.x",
                "REMOVE body.x",
                "REMOVE a, body[1]",
                "ADD body :v",
                "ADD a :v, #n :v",
                "ADD body.x :v",
                "DELETE body :v",
                "SET a = :v DELETE a :v, body :v"
            })
    void itIsNotChangedInPlace(String expression) {
        assertRefused(expression);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "body = :v",
                "a, body SET a = :v",
                "SET body",
                "SET body = ",
                "SET body :v",
                "SET body = if_not_exists(body = :v)",
                "ADD body = :v",
                "REMOVE body = :v",
                "DELETE body",
                "SET body == :v",
                "SET body = :v :w",
                "SET a = :v body = :v",
                "SET a = (:v, body = :w",
                "SET a = :v), body = (:w, a",
                "SET (body) = :v",
                "SET .body = :v.body",
                "REMOVE body a",
                "REMOVE (body)",
                "UPSERT body = :v",
                "SET body\u00a0= :v",
                "SET body = :v;",
                "SET \"body\" = :v",
                "SET a = é, body = :v",
                "SET é = :v, a.body = :w"
            })
    void whatIsNotUnderstoodIsRefusedWhereOneMayBeMeant(String expression) {
        assertRefused(expression);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET a = :v, a.body = :w REMOVE b[0].body",
                "SET Body = :v",
                "SET #dotted = if_not_exists(#dotted, :v)",
                "SET a = list_append(b, :v), c = c - :w ADD d :v DELETE e :w",
                "",
                "SET",
                "SET a =",
                "SET a = = :v",
                "a = :v",
                "SET é = :v",
                "SET a = (((",
                ")",
                ":v"
            })
    void withoutAnOffloadedAttributeNothingChanges(String expression) {
        UpdateExpression update = parse(expression);

        assertThat(update.stores()).isEmpty();
        assertThat(update.removed()).isEmpty();
        assertThat(update.touched()).isEmpty();
        assertThat(update.plain()).isTrue();
        Rewritten rewritten = update.rewrite(Map.of(), VALUES, "b = :w");
        assertThat(rewritten.expression()).isEqualTo(expression);
        assertThat(rewritten.values()).isSameAs(VALUES);
    }

    @Test
    void aPayloadThatIsNotInTheRequestIsMissedBeforeAnythingIsUploaded() {
        assertThatThrownBy(() -> parse("SET body = :unknown"))
                .isInstanceOf(RefusedRequestException.class)
                .hasMessageContainingAll(":unknown", "ExpressionAttributeValues", "articles", "body");
    }

    @Test
    void theMessageTellsWhereAndWhatToDo() {
        assertThatThrownBy(() -> parse("SET copy = #n"))
                .hasMessage(
                        "UpdateExpression for table 'articles' does not just store or remove the offloaded attribute"
                                + " 'body'. DynamoDB holds a reference in its place. Possible are SET a = :value, SET a ="
                                + " if_not_exists(a, :value), both without further parentheses, and REMOVE a. To change a part of the"
                                + " value or to copy it, read the item and SET the whole value; to compare or count, keep a small"
                                + " attribute beside it, such as a hash or a version.");
    }

    @Test
    void theReferenceTakesThePlaceOfThePayload() {
        Rewritten rewritten = parse("SET a = :w,  #n=:v REMOVE b").rewrite(Map.of(STORE, REFERENCE), VALUES);

        assertThat(rewritten.expression()).isEqualTo("SET a = :w,  #n=:s3backed0 REMOVE b");
        assertThat(rewritten.values()).containsOnlyKeys(":w", ":s3backed0").containsEntry(":s3backed0", REFERENCE);
        assertThat(rewritten.values().get(":w")).isSameAs(OTHER);
    }

    @Test
    void aPayloadThatTheConditionReadsStays() {
        Rewritten rewritten =
                parse("SET body = :v").rewrite(Map.of(STORE, REFERENCE), VALUES, null, "a = :w AND contains(title,:v)");

        assertThat(rewritten.values()).containsOnlyKeys(":v", ":w", ":s3backed0");
        assertThat(rewritten.values().get(":v")).isSameAs(PAYLOAD);
    }

    @Test
    void aPayloadThatIsAlsoStoredInlineStays() {
        Rewritten rewritten = parse("SET body = :v, a = :v").rewrite(Map.of(STORE, REFERENCE), VALUES);

        assertThat(rewritten.expression()).isEqualTo("SET body = :s3backed0, a = :v");
        assertThat(rewritten.values()).containsKeys(":v", ":s3backed0");
    }

    @Test
    void aLongerPlaceholderIsNotTakenForTheSame() {
        Map<String, AttributeValue> values = Map.of(":v", PAYLOAD, ":v2", OTHER);

        Rewritten rewritten = parse("SET body = :v, a = :v2").rewrite(Map.of(STORE, REFERENCE), values, "b = :v2");

        assertThat(rewritten.values()).containsOnlyKeys(":v2", ":s3backed0");
    }

    @Test
    void onePayloadOfTwoAttributesBecomesTwoReferences() {
        Store image = new Store("image", ":v", true);
        Rewritten rewritten = parse("SET body = :v, image = if_not_exists(image, :v)")
                .rewrite(Map.of(STORE, REFERENCE, image, SECOND_REFERENCE), Map.of(":v", PAYLOAD));

        assertThat(rewritten.expression()).isEqualTo("SET body = :s3backed0, image = if_not_exists(image, :s3backed1)");
        assertThat(rewritten.values())
                .containsOnly(Map.entry(":s3backed0", REFERENCE), Map.entry(":s3backed1", SECOND_REFERENCE));
    }

    @Test
    void aStoreWithoutReplacementKeepsItsValue() {
        Rewritten rewritten =
                parse("SET image = :v, body = :v").rewrite(Map.of(STORE, REFERENCE), Map.of(":v", PAYLOAD));

        assertThat(rewritten.expression()).isEqualTo("SET image = :v, body = :s3backed0");
        assertThat(rewritten.values()).containsOnlyKeys(":v", ":s3backed0");
    }

    @Test
    void noPlaceholderOfTheCallerIsTaken() {
        Map<String, AttributeValue> values = new HashMap<>(VALUES);
        values.put(":s3backed0", OTHER);

        Rewritten rewritten = parse("SET body = :v, a = :s3backed0, b = :s3backed1")
                .rewrite(Map.of(STORE, REFERENCE), values, "c = :s3backed2");

        assertThat(rewritten.expression()).isEqualTo("SET body = :s3backed3, a = :s3backed0, b = :s3backed1");
        assertThat(rewritten.values().get(":s3backed0")).isSameAs(OTHER);
        assertThat(rewritten.values()).doesNotContainKeys(":s3backed1", ":s3backed2");
    }

    @Test
    void aSecondAttemptRewritesTheSameExpressionAnew() {
        UpdateExpression update = parse("SET body = :v");

        Rewritten first = update.rewrite(Map.of(STORE, REFERENCE), VALUES);
        Rewritten second = update.rewrite(Map.of(STORE, SECOND_REFERENCE), VALUES);

        assertThat(second.expression()).isEqualTo(first.expression());
        assertThat(second.values()).containsEntry(":s3backed0", SECOND_REFERENCE);
        assertThat(first.values()).containsEntry(":s3backed0", REFERENCE);
    }

    @Test
    void aReplacementForNothingIsAMistake() {
        UpdateExpression update = parse("SET body = :v");

        assertThatThrownBy(() -> update.rewrite(Map.of(new Store("body", ":w", false), REFERENCE), VALUES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("body");
    }

    private static void assertRefused(String expression) {
        assertThatExceptionOfType(RefusedRequestException.class)
                .as(expression)
                .isThrownBy(() -> parse(expression))
                .withMessageContainingAll("UpdateExpression", "articles", "body");
    }

    private static UpdateExpression parse(String expression) {
        return UpdateExpression.parse(expression, NAMES, VALUES, Set.of("body", "image", "thumb"), "articles");
    }
}
