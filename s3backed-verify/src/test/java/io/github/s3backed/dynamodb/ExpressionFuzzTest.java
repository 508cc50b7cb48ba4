package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.dynamodb.UpdateExpression.Rewritten;
import io.github.s3backed.dynamodb.UpdateExpression.Store;
import io.github.s3backed.verify.Fuzz;
import io.github.s3backed.verify.Mutations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Damaged expressions, judged by regular expressions that share nothing with the scanner under test: they find every mention of an
 * offloaded attribute that is not below another one, and take away those that are allowed.
 */
class ExpressionFuzzTest {

    private static final Set<String> OFFLOADED = Set.of("body", "image");
    private static final Map<String, String> NAMES = Map.of("#n", "body", "#i", "image", "#m", "a");
    private static final Map<String, AttributeValue> VALUES = Map.of(
            ":v", AttributeValue.fromS("payload"),
            ":w", AttributeValue.fromS("another"),
            ":null", AttributeValue.fromS("NULL"));

    private static final String MENTION = "(?:#n|#i|(?<![#:A-Za-z0-9_])(?:body|image))(?![A-Za-z0-9_])";
    private static final String GAP = "[ \\t\\r\\n]*";
    private static final Pattern TOP_LEVEL =
            Pattern.compile("(?<![A-Za-z0-9_\\]][ \\t\\r\\n]{0,20}\\.[ \\t\\r\\n]{0,20})" + MENTION);
    private static final Pattern PRESENCE =
            Pattern.compile("attribute_(?:not_)?exists" + GAP + "\\(" + GAP + MENTION + GAP + "\\)|attribute_type" + GAP
                    + "\\(" + GAP + MENTION + GAP + "," + GAP + ":null(?![A-Za-z0-9_])" + GAP + "\\)");
    private static final Pattern STORE =
            Pattern.compile("(" + MENTION + ")" + GAP + "=" + GAP + "(?::s3backed\\d+|if_not_exists" + GAP + "\\(" + GAP
                    + MENTION + GAP + "," + GAP + ":s3backed\\d+" + GAP + "\\))");

    private static final List<String> CONDITIONS = List.of(
            "a = :v AND attribute_exists(body)",
            "attribute_not_exists(#n) OR (b.body <> :w AND NOT size(a) > :v)",
            "attribute_type(image, :null) and a between :v and :w",
            "contains(#m, body) OR a IN (:v, #i)");
    private static final List<String> UPDATES = List.of(
            "SET body = :v, a = :w REMOVE image",
            "SET #n = if_not_exists(#n, :v) ADD c :w",
            "REMOVE #i, b.body SET a.x[0] = a.y + :w, image = :v",
            "DELETE c :w SET a = list_append(a, :w), body=:v");
    private static final List<String> PROJECTIONS =
            List.of("a, body", "#n, b.body, c[0]", "#i,#m", "a.body, c.#n, image");
    private static final List<String> WORDS = List.of(
            "body",
            "image",
            "BODY",
            "#n",
            "#i",
            "#x",
            ":v",
            ":w",
            ":null",
            ":x",
            "(",
            ")",
            ",",
            ".",
            "[0]",
            "]",
            "[",
            "=",
            " ",
            "\t",
            " AND ",
            " SET ",
            " REMOVE ",
            " ADD ",
            "if_not_exists(",
            "attribute_exists(",
            "ATTRIBUTE_EXISTS(",
            "attribute_type(",
            "size(",
            "7",
            "_",
            "\u00a0",
            "\u0130",
            "\u0000",
            "\ud800",
            "\\",
            "'",
            "\"",
            "--");

    @Test
    void aConditionIsRefusedIfItMayCompareAReference() throws Exception {
        Fuzz.run("conditions", random -> {
            String text = new Mutations(random).textOf(CONDITIONS, WORDS);
            if (passes(() -> ConditionGuard.check("FilterExpression", text, NAMES, VALUES, OFFLOADED, "articles"))) {
                assertMentionsNothing(text, PRESENCE.matcher(text).replaceAll("()"));
            }
        });
    }

    @Test
    void anUpdateIsRefusedOrEveryPayloadInItIsReplaced() throws Exception {
        Fuzz.run("updates", random -> {
            String text = new Mutations(random).textOf(UPDATES, WORDS);
            List<UpdateExpression> parsed = new ArrayList<>();
            if (passes(() -> parsed.add(UpdateExpression.parse(text, NAMES, VALUES, OFFLOADED, "articles")))) {
                assertReplaced(text, parsed.get(0));
            }
        });
    }

    @Test
    void aProjectionIsRefusedOrKnowsWhatItAsksFor() throws Exception {
        Fuzz.run("projections", random -> {
            String text = new Mutations(random).textOf(PROJECTIONS, WORDS);
            List<Projection> parsed = new ArrayList<>();
            if (passes(() -> parsed.add(Projection.of(text, NAMES, OFFLOADED, List.of("id"), "articles")))) {
                Projection projection = parsed.get(0);
                assertThat(projection.expression()).startsWith(text);
                assertThat(projection.names()).containsAllEntriesOf(NAMES);
                assertThat(projection.touches() || !TOP_LEVEL.matcher(text).find())
                        .as(text)
                        .isTrue();
            }
        });
    }

    private static void assertReplaced(String text, UpdateExpression update) {
        Map<Store, AttributeValue> references = new LinkedHashMap<>();
        update.stores().forEach(store -> references.put(store, AttributeValue.fromS("s3://b/" + store.attribute())));

        Rewritten rewritten = update.rewrite(references, VALUES);

        Matcher store = STORE.matcher(rewritten.expression());
        Matcher removal = Pattern.compile("(?<=(?i:REMOVE)[ \\t\\r\\n]{0,20}|,[ \\t\\r\\n]{0,20})" + MENTION + "(?="
                        + GAP + "(?:,|$|(?i:SET|ADD|REMOVE|DELETE)(?![A-Za-z0-9_])))")
                .matcher(store.replaceAll("()"));
        assertMentionsNothing(text, removal.replaceAll("()"));
        assertThat(update.touched()).isSubsetOf(OFFLOADED);
        String back = rewritten.expression();
        for (int i = 0; i < update.stores().size(); i++) {
            back = back.replaceFirst(
                    ":s3backed" + i + "(?![0-9])", update.stores().get(i).valuePlaceholder());
        }
        assertThat(back).isEqualTo(text);
    }

    private static void assertMentionsNothing(String text, String rest) {
        assertThat(TOP_LEVEL.matcher(rest).find()).as("what passed: %s", text).isFalse();
    }

    private static boolean passes(Runnable use) {
        try {
            use.run();
            return true;
        } catch (RefusedRequestException e) {
            return false;
        }
    }
}
