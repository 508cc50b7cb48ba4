package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.verify.Fuzz;
import io.github.s3backed.verify.Mutations;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class KeyTemplateFuzzTest {

    private static final Fingerprint FINGERPRINT =
            new Fingerprint("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    private static final String WRITE_ID = "00112233445566778899aabbccddeeff";

    private static final List<String> LITERALS = List.of(
            "/",
            "/",
            "/",
            "-",
            ".",
            "{{",
            "}}",
            "a",
            "%2F",
            "\u00e9",
            "\ud83d\ude00",
            " ",
            "!",
            "\\E",
            "$1",
            "../",
            "x/");
    private static final List<String> TEXTS = List.of(
            "a",
            "b",
            "a/b",
            "/",
            ".",
            "..",
            "...",
            "a.",
            "%",
            "%2F",
            "!",
            "!2F",
            "1",
            "1.0",
            "S-1",
            "N-1",
            "-",
            "\u00e9",
            "e\u0301",
            "\ud83d\ude00",
            "\ufffd",
            "?",
            " ",
            "A",
            "\u0000",
            "{item}");
    private static final List<BigDecimal> NUMBERS =
            List.of("1", "1.0", "10", "1E1", "0", "0.00", "-1", "-0", "1E-130", "1E125", "2").stream()
                    .map(BigDecimal::new)
                    .toList();

    /** Where a payload is, as this test knows it: what is not comparable by {@link Object#equals} was made so. */
    private record Place(String table, Object partition, Object sort, String attribute) {

        KeyContext context() {
            KeyContext.Builder builder = KeyContext.builder()
                    .table(table)
                    .partitionKey(part(partition))
                    .attribute(attribute)
                    .epoch(Instant.ofEpochSecond(7));
            return (sort == null ? builder : builder.sortKey(part(sort))).build();
        }

        private static KeyPart part(Object value) {
            if (value instanceof String text) {
                return KeyPart.string(text);
            }
            return value instanceof BigDecimal number ? KeyPart.number(number) : KeyPart.binary(bytes((List<?>) value));
        }

        private static byte[] bytes(List<?> values) {
            byte[] bytes = new byte[values.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (Byte) values.get(i);
            }
            return bytes;
        }

        /** What a key of {@code template} has to tell apart. */
        List<Object> seenBy(KeyTemplate template) {
            boolean item = template.uses(Placeholder.ITEM);
            return Arrays.asList(
                    item || template.uses(Placeholder.TABLE) ? table : "",
                    item || template.uses(Placeholder.PARTITION_KEY) ? exact(partition) : "",
                    item || template.uses(Placeholder.SORT_KEY) ? exact(sort) : "",
                    template.uses(Placeholder.ATTRIBUTE) ? attribute : "");
        }

        private static Object exact(Object value) {
            return value instanceof BigDecimal number ? number.stripTrailingZeros() : value;
        }
    }

    @Test
    void keysTellPlacesApartAndKeepTheirLevels() throws Exception {
        Fuzz.run("key templates", random -> {
            Optional<KeyTemplate> template = template(random);
            if (template.isPresent()) {
                assertTellsApart(template.get(), place(random), place(random), new Mutations(random));
            }
        });
    }

    private static void assertTellsApart(KeyTemplate template, Place one, Place other, Mutations mutations) {
        Optional<String> key = key(template, one);
        if (key.isEmpty()) {
            return;
        }
        assertKeepsItsLevels(template, key.get());
        ParsedKey parsed = template.parse(key.get()).orElseThrow();
        boolean same = one.seenBy(template).equals(other.seenBy(template));
        assertThat(parsed.fingerprint()).isEqualTo(FINGERPRINT);
        assertThat(parsed.writeId().isPresent()).isEqualTo(template.isExclusive());
        assertThat(parsed.belongsTo(one.context())).isTrue();
        parsed.table().ifPresent(table -> assertThat(table).isEqualTo(one.table()));
        key(template, other).ifPresent(others -> {
            assertThat(others.equals(key.get()))
                    .as("%s: %s and %s", template, one, other)
                    .isEqualTo(same);
            assertThat(parsed.belongsTo(other.context())).isEqualTo(same);
        });
        String damaged = mutations.textOf(List.of(key.get()), TEXTS);
        template.parse(damaged)
                .ifPresent(
                        read -> assertThat(damaged).contains(read.fingerprint().hex()));
    }

    private static void assertKeepsItsLevels(KeyTemplate template, String key) {
        String[] levels = template.toString().replaceAll("\\{[a-zA-Z]+}", "x").split("/", -1);
        String[] made = key.split("/", -1);
        assertThat(made).hasSameSizeAs(levels);
        for (int i = 0; i < levels.length; i++) {
            assertThat(made[i].matches("\\.{0,2}")).as(key).isEqualTo(levels[i].matches("\\.{0,2}"));
        }
    }

    // A table without a sort key has no {sortKey}, and a key may be too long.
    private static Optional<String> key(KeyTemplate template, Place place) {
        try {
            return Optional.of(template.render(FINGERPRINT, WRITE_ID, place.context()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<KeyTemplate> template(RandomGenerator random) {
        Mutations mutations = new Mutations(random);
        List<String> parts = new ArrayList<>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            parts.add(mutations.pick(List.of(Placeholder.values())).toString());
            parts.add(random.nextInt(3) == 0 ? mutations.pick(LITERALS) : "/");
        }
        parts.add(random.nextInt(parts.size() + 1), Placeholder.FINGERPRINT.toString());
        try {
            return Optional.of(KeyTemplate.of(String.join("", parts)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Place place(RandomGenerator random) {
        Mutations mutations = new Mutations(random);
        return new Place(
                mutations.pick(TEXTS),
                value(mutations, random),
                random.nextInt(4) == 0 ? null : value(mutations, random),
                mutations.pick(TEXTS));
    }

    private static Object value(Mutations mutations, RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> mutations.pick(NUMBERS);
            case 1 -> mutations.pick(List.of(List.of((byte) '1'), List.of((byte) -1), List.of((byte) '/'), List.of()));
            default -> mutations.pick(TEXTS);
        };
    }
}
