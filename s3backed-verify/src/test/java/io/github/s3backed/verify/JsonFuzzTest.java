package io.github.s3backed.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3backed.codec.json.JsonSerializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class JsonFuzzTest {

    private static final List<String> DOCUMENTS = List.of(
            "{\"a\": [1, 2.50, -3e-7, true, null], \"b\": {\"c\": \"text \\u00e9 \\n\"}}",
            "[\"\ud83d\ude00\", \"\u00e9\", 12345678901234567890, NaN, -Infinity, {}]",
            "{\"\": {\"\": [[[]]]}, \"x\": 0.10}");
    private static final List<String> WORDS = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "\\",
            "1e999999999",
            "-0",
            "00",
            "1E-2147483647",
            "0x1",
            "NaN",
            "null",
            "\"a\":1,",
            "\\ud800",
            "\\u0000",
            "/**/",
            "#",
            "'",
            "\ufeff",
            "\u0000",
            "9".repeat(400),
            "[".repeat(600));
    private static final List<byte[]> CORPUS = DOCUMENTS.stream()
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList();

    private final JsonSerializer<Object> serializer = JsonSerializer.of(Object.class);

    @Test
    void damagedTextIsRefusedOrIsAValueThatIsReadBackAlike() throws Exception {
        Fuzz.run("json", random -> {
            Mutations mutations = new Mutations(random);
            byte[] bytes = random.nextBoolean()
                    ? mutations.bytesOf(CORPUS)
                    : mutations.textOf(DOCUMENTS, WORDS).getBytes(StandardCharsets.UTF_8);
            long before = Fuzz.allocated();
            Object value = valueOf(bytes);
            if (value != null) {
                assertReadBack(value);
            }
            assertThat(Fuzz.allocated() - before).isLessThan(8L << 20);
        });
    }

    @Test
    void aTextThatBreaksOneRuleIsRefusedWhereverItDoes() throws Exception {
        Fuzz.run("json rules", random -> {
            byte[] bytes = nested(random, wrong(random)).getBytes(StandardCharsets.UTF_8);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> serializer.deserialize(new ByteArrayInputStream(bytes), bytes.length));
        });
    }

    private static String wrong(RandomGenerator random) {
        return switch (random.nextInt(7)) {
            case 0 -> "{\"k\":1, \"x\":[], \"\\u006b\":2}";
            case 1 -> "1".repeat(10_033 + random.nextInt(100));
            case 2 -> "0." + "1".repeat(10_100);
            case 3 -> "[".repeat(1_001) + "]".repeat(1_001);
            case 4 -> "{\"a\":".repeat(1_001) + "1" + "}".repeat(1_001);
            case 5 -> "0" + random.nextInt(10);
            default -> "\"a\tb\"";
        };
    }

    private static String nested(RandomGenerator random, String inner) {
        String text = inner;
        for (int i = random.nextInt(4); i > 0; i--) {
            text = random.nextBoolean() ? "[true, " + text + "]" : "{\"o" + i + "\": " + text + ", \"p\": 1}";
        }
        return text;
    }

    private Object valueOf(byte[] bytes) {
        try {
            return serializer.deserialize(new ByteArrayInputStream(bytes), bytes.length);
        } catch (IOException e) {
            return null;
        }
    }

    // A surrogate alone, which an escape can bring in, is refused when it is written.
    private void assertReadBack(Object value) throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try {
            serializer.serialize(value, written);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("unpaired surrogate");
            return;
        }
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        serializer.serialize(valueOf(written.toByteArray()), again);
        // Not the values: what was read as 3E0 is written, and so read again, as 3.
        assertThat(again.toByteArray()).isEqualTo(written.toByteArray());
    }
}
