package io.github.s3backed.dynamodb;

import io.github.s3backed.dynamodb.UpdateExpression.Store;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Makes well-formed expressions, and knows of each what is right, because it built it and need not read it. The
 * offloaded attributes are {@code body} and {@code image}.
 */
final class RandomExpressions {

    static final Set<String> OFFLOADED = Set.of("body", "image");
    static final Map<String, String> NAMES = Map.of("#n", "body", "#m", "a", "#i", "image", "#d", "body.x");

    /** A document path; {@code attribute} is the top-level one, and {@code whole} says that the path ends there. */
    private record Path(String text, String attribute, boolean whole) {

        boolean offloaded() {
            return OFFLOADED.contains(attribute);
        }
    }

    /** An operand or a condition, and whether it uses an offloaded attribute in another than an allowed form. */
    record Part(String text, boolean refused) {}

    /** One action of a clause: the text around the payload's placeholder, if it has a store, and what is right. */
    record Action(String before, String payload, String after, Store store, String removed, boolean refused) {}

    record Update(List<Action> actions, String text) {}

    private final Random random;

    RandomExpressions(long seed) {
        this.random = new Random(seed);
    }

    Part condition(int depth) {
        if (depth == 0 || chance(3)) {
            return predicate();
        }
        return switch (random.nextInt(4)) {
            case 0 -> joined("AND", depth);
            case 1 -> joined("OR", depth);
            case 2 -> {
                Part inner = condition(depth - 1);
                yield new Part(keyword("NOT") + gap() + inner.text(), inner.refused());
            }
            default -> {
                Part inner = joined("OR", depth);
                yield new Part("(" + space() + inner.text() + space() + ")", inner.refused());
            }
        };
    }

    private Part joined(String operator, int depth) {
        Part left = condition(depth - 1);
        Part right = condition(depth - 1);
        return new Part(
                left.text() + gap() + keyword(operator) + gap() + right.text(), left.refused() || right.refused());
    }

    private Part predicate() {
        return switch (random.nextInt(8)) {
            case 0 -> {
                Part left = operand();
                Part right = operand();
                String comparison = pick("=", "<>", "<", "<=", ">", ">=");
                yield all(left.text() + space() + comparison + space() + right.text(), left, right);
            }
            case 1 -> {
                Part of = operand();
                Part from = operand();
                Part to = operand();
                yield all(
                        of.text()
                                + gap()
                                + keyword("BETWEEN")
                                + gap()
                                + from.text()
                                + gap()
                                + keyword("AND")
                                + gap()
                                + to.text(),
                        of,
                        from,
                        to);
            }
            case 2 -> {
                Part of = operand();
                Part first = operand();
                Part second = operand();
                yield all(
                        of.text() + gap() + keyword("IN") + space() + "(" + first.text() + space() + "," + second.text()
                                + ")",
                        of,
                        first,
                        second);
            }
            case 3 -> call(pick("begins_with", "contains"), pathOperand(), operand());
            case 4 -> presence(pick("attribute_exists", "attribute_not_exists"));
            case 5 -> presence(pick("attribute_exists", "attribute_not_exists"));
            case 6 -> type(":null", false);
            default -> type(":string", true);
        };
    }

    private Part presence(String function) {
        Path path = path();
        return new Part(
                function + space() + "(" + space() + path.text() + space() + ")", path.offloaded() && !path.whole());
    }

    private Part type(String type, boolean tellsMore) {
        Path path = path();
        return new Part(
                "attribute_type(" + path.text() + space() + "," + space() + type + ")",
                path.offloaded() && (tellsMore || !path.whole()));
    }

    private Part operand() {
        return switch (random.nextInt(3)) {
            case 0 -> new Part(pick(":v", ":w"), false);
            case 1 -> pathOperand();
            default -> {
                Part path = pathOperand();
                yield new Part("size" + space() + "(" + path.text() + ")", path.refused());
            }
        };
    }

    private Part pathOperand() {
        Path path = path();
        return new Part(path.text(), path.offloaded());
    }

    private Part call(String function, Part first, Part second) {
        return all(function + "(" + first.text() + space() + "," + space() + second.text() + ")", first, second);
    }

    private static Part all(String text, Part... parts) {
        return new Part(text, List.of(parts).stream().anyMatch(Part::refused));
    }

    private Path path() {
        String head = pick("a", "b", "c", "#m", "#d", "body", "#n", "image", "#i");
        StringBuilder text = new StringBuilder(head);
        int levels = chance(2) ? 0 : random.nextInt(3);
        for (int i = 0; i < levels; i++) {
            text.append(space()).append(pick(".x", ".body", ". #n", ".#m", "[0]", "[ 12 ]"));
        }
        return new Path(text.toString(), NAMES.getOrDefault(head, head), levels == 0);
    }

    /** Four clauses at most, each once, as DynamoDB wants it. */
    Update update() {
        List<String> clauses = new ArrayList<>(List.of("SET", "REMOVE", "ADD", "DELETE"));
        Collections.shuffle(clauses, random);
        List<String> chosen = clauses.subList(0, 1 + random.nextInt(4));
        List<Action> actions = new ArrayList<>();
        Set<String> stored = new HashSet<>();
        StringBuilder text = new StringBuilder();
        for (String clause : chosen) {
            String lead = (text.isEmpty() ? "" : gap()) + keyword(clause) + gap();
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                Action action = led(i == 0 ? lead : space() + "," + space(), action(clause, stored));
                actions.add(action);
                text.append(action.before()).append(action.payload()).append(action.after());
            }
        }
        return new Update(actions, text.toString());
    }

    private static Action led(String lead, Action action) {
        return new Action(
                lead + action.before(),
                action.payload(),
                action.after(),
                action.store(),
                action.removed(),
                action.refused());
    }

    private Action action(String clause, Set<String> stored) {
        return switch (clause) {
            case "SET" -> chance(2) ? store(stored) : assignment();
            case "REMOVE" -> {
                Path path = path();
                boolean removes = path.offloaded() && path.whole();
                yield other(path.text(), removes ? path.attribute() : null, path.offloaded() && !removes);
            }
            default -> {
                Path path = path();
                yield other(path.text() + gap() + ":v", null, path.offloaded());
            }
        };
    }

    private Action store(Set<String> stored) {
        String attribute = pick("body", "image");
        if (!stored.add(attribute)) {
            return assignment();
        }
        String value = pick(":v", ":w");
        String target = alias(attribute) + space() + "=" + space();
        if (chance(2)) {
            return new Action(target, value, space(), new Store(attribute, value, false), null, false);
        }
        String call = "if_not_exists" + space() + "(" + alias(attribute) + space() + "," + space();
        return new Action(target + call, value, space() + ")", new Store(attribute, value, true), null, false);
    }

    // To another attribute, and from anything: allowed where no path in it begins with an offloaded attribute.
    private Action assignment() {
        String target = pick("a", "b.body", "#m[3]", "c . #n");
        Part first = pathOperand();
        Part second = pathOperand();
        String text = target + space() + "=" + space();
        return switch (random.nextInt(5)) {
            case 0 -> other(text + ":w", null, false);
            case 1 -> other(text + first.text(), null, first.refused());
            case 2 -> other(text + first.text() + space() + pick("+", "-") + space() + ":v", null, first.refused());
            case 3 -> {
                Part call = call("list_append", first, second);
                yield other(text + call.text(), null, call.refused());
            }
            default -> {
                Part call = call("if_not_exists", first, second);
                yield other(text + call.text(), null, call.refused());
            }
        };
    }

    private static Action other(String text, String removed, boolean refused) {
        return new Action(text, "", "", null, removed, refused);
    }

    private String alias(String attribute) {
        return chance(2) ? attribute : attribute.equals("body") ? "#n" : "#i";
    }

    private String keyword(String keyword) {
        return switch (random.nextInt(3)) {
            case 0 -> keyword.toLowerCase(Locale.ROOT);
            case 1 -> keyword.charAt(0) + keyword.substring(1).toLowerCase(Locale.ROOT);
            default -> keyword;
        };
    }

    private String space() {
        return pick("", "", " ", "\n ", "\t");
    }

    private String gap() {
        return pick(" ", "\n", " \t", "\r\n");
    }

    /** A text in which something is missing, doubled or out of place, and which is well-formed at times all the same. */
    String damaged(String text) {
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + random.nextInt(6));
        String piece = pick(
                "",
                text.substring(from, to),
                "(",
                ")",
                ",",
                ".",
                " body ",
                "#n",
                "[0]",
                " AND ",
                "size",
                ":v",
                "\u00a0");
        return text.substring(0, from) + piece + text.substring(chance(2) ? from : to);
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
