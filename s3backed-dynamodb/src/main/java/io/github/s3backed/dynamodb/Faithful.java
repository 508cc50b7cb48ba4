package io.github.s3backed.dynamodb;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Whether a value came back whole from a conversion. A converter and a serializer of one Java type may each leave out what the other
 * keeps: a migration between the two would lose it, and then remove the only place where it was.
 */
final class Faithful {

    private Faithful() {}

    /** Whether all of {@code original} is in {@code back}, which may hold more keys of maps if their values are NULL. */
    static boolean holds(AttributeValue original, AttributeValue back) {
        if (original.type() != back.type()) {
            return false;
        }
        return switch (original.type()) {
            case N -> number(original.n()).equals(number(back.n()));
            case SS -> Set.copyOf(original.ss()).equals(Set.copyOf(back.ss()));
            case NS -> numbers(original.ns()).equals(numbers(back.ns()));
            case BS -> Set.copyOf(original.bs()).equals(Set.copyOf(back.bs()));
            case L -> all(original.l(), back.l());
            case M -> all(original.m(), back.m());
            default -> original.equals(back);
        };
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text).stripTrailingZeros();
    }

    private static Set<BigDecimal> numbers(List<String> texts) {
        return texts.stream().map(Faithful::number).collect(Collectors.toSet());
    }

    private static boolean all(List<AttributeValue> original, List<AttributeValue> back) {
        if (original.size() != back.size()) {
            return false;
        }
        for (int i = 0; i < original.size(); i++) {
            if (!holds(original.get(i), back.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean all(Map<String, AttributeValue> original, Map<String, AttributeValue> back) {
        return original.entrySet().stream()
                        .allMatch(entry ->
                                back.containsKey(entry.getKey()) && holds(entry.getValue(), back.get(entry.getKey())))
                && back.entrySet().stream()
                        .allMatch(entry -> original.containsKey(entry.getKey())
                                || entry.getValue().nul() != null);
    }

    /** Whether two texts consist of the same bytes, in whatever order: a map has none, and its keys may be written in any. */
    static boolean consistOfTheSame(byte[] one, byte[] other) {
        byte[] first = one.clone();
        byte[] second = other.clone();
        Arrays.sort(first);
        Arrays.sort(second);
        return Arrays.equals(first, second);
    }
}
