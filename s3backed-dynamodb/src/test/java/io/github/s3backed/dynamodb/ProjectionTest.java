package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ProjectionTest {

    private static final Map<String, String> NAMES =
            Map.of("#n", "body", "#m", "a", "#dotted", "body.x", "#k", "author");
    private static final Map<String, AttributeValue> ITEM = Map.of(
            "author", AttributeValue.fromS("ann"),
            "title", AttributeValue.fromS("one"),
            "body", AttributeValue.fromS("text"));

    @Test
    void aReadOfEverythingStaysAsItIs() {
        Projection projection = of(null);

        assertThat(projection.expression()).isNull();
        assertThat(projection.names()).isSameAs(NAMES);
        assertThat(projection.touches()).isTrue();
        assertThat(projection.strip(ITEM)).isSameAs(ITEM);
    }

    @Test
    void aReadOfEverythingWithoutOffloadedAttributesTouchesNone() {
        assertThat(Projection.of(null, NAMES, Set.of(), List.of("author"), "articles")
                        .touches())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.body, b[0].#n", "#dotted", "Body, bodyx", "", "a,,", "a b", "é", "(", "."})
    void aReadOfOtherAttributesStaysAsItIs(String expression) {
        Projection projection = of(expression);

        assertThat(projection.expression()).isEqualTo(expression);
        assertThat(projection.names()).isSameAs(NAMES);
        assertThat(projection.touches()).isFalse();
        assertThat(projection.strip(ITEM)).isSameAs(ITEM);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "body | body, #s3backed0, #s3backed1",
                "a.x,#n | a.x,#n, #s3backed0, #s3backed1",
                "a[0], #dotted, body | a[0], #dotted, body, #s3backed0, #s3backed1"
            })
    void theKeyIsAddedToAReadOfAnOffloadedAttribute(String asked, String sent) {
        Projection projection = of(asked);

        assertThat(projection.expression()).isEqualTo(sent);
        assertThat(projection.names())
                .containsAllEntriesOf(NAMES)
                .containsEntry("#s3backed0", "author")
                .containsEntry("#s3backed1", "title")
                .hasSize(NAMES.size() + 2);
        assertThat(projection.touches()).isTrue();
        assertThat(projection.strip(ITEM)).containsOnlyKeys("body");
    }

    @Test
    void aKeyAttributeThatIsAskedForStays() {
        Projection projection = of("body, #k");

        assertThat(projection.expression()).isEqualTo("body, #k, #s3backed0");
        assertThat(projection.names()).containsEntry("#s3backed0", "title");
        assertThat(projection.strip(ITEM)).containsOnlyKeys("body", "author");
    }

    @Test
    void aReadOfTheWholeKeyNeedsNothing() {
        Projection projection = of("title,body,author");

        assertThat(projection.expression()).isEqualTo("title,body,author");
        assertThat(projection.names()).isSameAs(NAMES);
        assertThat(projection.touches()).isTrue();
        assertThat(projection.strip(ITEM)).isSameAs(ITEM);
    }

    @Test
    void noPlaceholderOfTheCallerIsTaken() {
        Map<String, String> names = new HashMap<>(NAMES);
        names.put("#s3backed0", "a");

        Projection projection =
                Projection.of("body, #s3backed0, #s3backed1", names, Set.of("body"), List.of("author"), "articles");

        assertThat(projection.expression()).isEqualTo("body, #s3backed0, #s3backed1, #s3backed2");
        assertThat(projection.names()).containsEntry("#s3backed0", "a").doesNotContainKey("#s3backed1");
    }

    @Test
    void anItemThatIsNotThereStaysAsItIs() {
        Map<String, AttributeValue> absent = Map.of();

        assertThat(of("body").strip(absent)).isSameAs(absent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "body.x",
                "a, body[0]",
                "#n.#m",
                "body . x",
                "body a",
                "a body",
                "(body)",
                "(a, body)",
                ".body",
                "\"body\"",
                "body;",
                "é, a.body"
            })
    void aPartOfItOrWhatIsNotUnderstoodIsRefused(String expression) {
        assertThatExceptionOfType(RefusedRequestException.class)
                .as(expression)
                .isThrownBy(() -> of(expression))
                .withMessageContainingAll("ProjectionExpression", "articles", "'body'");
    }

    private static Projection of(String expression) {
        return Projection.of(expression, NAMES, Set.of("body"), List.of("author", "title"), "articles");
    }
}
