package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3backed.dynamodb.RandomExpressions.Action;
import io.github.s3backed.dynamodb.RandomExpressions.Part;
import io.github.s3backed.dynamodb.RandomExpressions.Update;
import io.github.s3backed.dynamodb.UpdateExpression.Rewritten;
import io.github.s3backed.dynamodb.UpdateExpression.Store;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingConsumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What holds for any well-formed expression. A failure names the seed in its message. */
class ExpressionPropertiesTest {

    private static final int RUNS = 5_000;
    private static final Map<String, AttributeValue> VALUES = Map.of(
            ":v", AttributeValue.fromS("payload"),
            ":w", AttributeValue.fromS("another"),
            ":null", AttributeValue.fromS("NULL"),
            ":string", AttributeValue.fromS("S"));

    @Test
    void aConditionIsRefusedIfAndOnlyIfItReadsAnOffloadedAttribute() {
        int refused = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            Part condition = new RandomExpressions(seed).condition(seed % 4);
            refused += condition.refused() ? 1 : 0;
            assertRefusal(condition.refused(), seed, condition.text(), ExpressionPropertiesTest::check);
        }
        assertThat(refused).isBetween(RUNS / 5, RUNS * 4 / 5);
    }

    @Test
    void anUpdateIsRefusedIfAndOnlyIfItUsesAnOffloadedAttributeInAnotherForm() {
        int refused = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            Update update = new RandomExpressions(seed).update();
            boolean wrong = update.actions().stream().anyMatch(Action::refused);
            refused += wrong ? 1 : 0;
            assertRefusal(wrong, seed, update.text(), ExpressionPropertiesTest::parse);
        }
        assertThat(refused).isBetween(RUNS / 5, RUNS * 4 / 5);
    }

    @Test
    void anUpdateTellsWhatItStoresAndRemoves() {
        forEachGoodUpdate((seed, update) -> {
            UpdateExpression parsed = parse(update.text());
            assertThat(parsed.stores()).as(update.text()).isEqualTo(storesOf(update));
            assertThat(parsed.removed())
                    .as(update.text())
                    .containsExactlyElementsOf(update.actions().stream()
                            .map(Action::removed)
                            .filter(Objects::nonNull)
                            .distinct()
                            .toList());
        });
    }

    @Test
    void rewritingChangesNoByteOutsideThePayloads() {
        forEachGoodUpdate((seed, update) -> {
            Map<Store, AttributeValue> references = new LinkedHashMap<>();
            storesOf(update).stream()
                    .filter(store -> (seed + store.attribute().length()) % 3 != 0)
                    .forEach(store -> references.put(store, AttributeValue.fromS("s3://bucket/" + store.attribute())));

            Rewritten rewritten = parse(update.text()).rewrite(references, VALUES);

            assertRewritten(update, references, rewritten);
        });
    }

    private static void assertRewritten(Update update, Map<Store, AttributeValue> references, Rewritten rewritten) {
        StringBuilder expected = new StringBuilder();
        int count = 0;
        for (Action action : update.actions()) {
            boolean replaced = references.containsKey(action.store());
            String payload = replaced ? ":s3backed" + count++ : action.payload();
            expected.append(action.before()).append(payload).append(action.after());
            if (replaced) {
                assertThat(rewritten.values().get(payload)).isSameAs(references.get(action.store()));
            }
        }
        assertThat(rewritten.expression()).isEqualTo(expected.toString());
        assertThat(rewritten.values()).containsKeys(":null", ":string");
    }

    private static List<Store> storesOf(Update update) {
        return update.actions().stream()
                .map(Action::store)
                .filter(Objects::nonNull)
                .toList();
    }

    private interface UpdateCheck {
        void accept(int seed, Update update);
    }

    private static void forEachGoodUpdate(UpdateCheck check) {
        int checked = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            Update update = new RandomExpressions(seed).update();
            if (update.actions().stream().noneMatch(Action::refused)) {
                check.accept(seed, update);
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(RUNS / 5);
    }

    private static void assertRefusal(boolean refused, int seed, String text, ThrowingConsumer<String> use) {
        String description = "seed " + seed + ": " + text;
        if (refused) {
            assertThatExceptionOfType(RefusedRequestException.class)
                    .as(description)
                    .isThrownBy(() -> use.accept(text));
        } else {
            assertThatCode(() -> use.accept(text)).as(description).doesNotThrowAnyException();
        }
    }

    private static void check(String condition) {
        ConditionGuard.check(
                "FilterExpression",
                condition,
                RandomExpressions.NAMES,
                VALUES,
                RandomExpressions.OFFLOADED,
                "articles");
    }

    private static UpdateExpression parse(String update) {
        return UpdateExpression.parse(update, RandomExpressions.NAMES, VALUES, RandomExpressions.OFFLOADED, "articles");
    }
}
