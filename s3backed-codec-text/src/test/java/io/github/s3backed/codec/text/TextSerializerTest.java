package io.github.s3backed.codec.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.s3backed.core.Serializers;
import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextSerializerTest {

    private static final String EMOJI = "\ud83d\ude00";

    @Test
    void isFoundByItsId() {
        assertThat(ServiceLoader.load(PayloadSerializer.class))
                .filteredOn(found -> found instanceof TextSerializer)
                .hasSize(1);
        PayloadSerializer<String> found = Serializers.discover().require("text", String.class);
        assertThat(found).isInstanceOf(TextSerializer.class);
    }

    @Test
    void writesUtf8WithoutAByteOrderMark() throws IOException {
        TextSerializer serializer = new TextSerializer();
        assertThat(serialize(serializer, "\u00fc" + EMOJI)).isEqualTo(hex("c3bcf09f9880"));
        assertThat(serializer.id()).isEqualTo("text");
        assertThat(serializer.contentType()).isEqualTo("text/plain; charset=utf-8");
    }

    @Test
    void anotherCharsetHasAnotherId() throws IOException {
        TextSerializer serializer = TextSerializer.of(StandardCharsets.ISO_8859_1);
        assertThat(serialize(serializer, "\u00fc")).isEqualTo(hex("fc"));
        assertThat(serializer.id()).isEqualTo("text-iso-8859-1");
        assertThat(serializer.contentType()).isEqualTo("text/plain; charset=iso-8859-1");
        assertThat(TextSerializer.of(Charset.forName("Shift_JIS")).id()).isEqualTo("text-shift-jis");
    }

    @Test
    void utf8IsTheDefaultByEveryDoor() {
        assertThat(TextSerializer.of(StandardCharsets.UTF_8).id()).isEqualTo(new TextSerializer().id());
    }

    @Test
    void noTwoCharsetsShareAnId() {
        Map<String, Long> counts = Charset.availableCharsets().values().stream()
                .map(TextSerializerTest::idOrNull)
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
        assertThat(counts).hasSizeGreaterThan(10);
        assertThat(counts.values()).allMatch(count -> count == 1);
    }

    private static String idOrNull(Charset charset) {
        try {
            return TextSerializer.of(charset).id();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Test
    void refusesACharsetThatMakesNoLegalId() {
        Charset named = new NamedCharset("x-with.dots");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextSerializer.of(named))
                .withMessageContaining("'text-x-with.dots'");
    }

    @Test
    void refusesACharsetThatCannotEncode() {
        Charset decoding = new NamedCharset("x-decoding") {
            @Override
            public boolean canEncode() {
                return false;
            }
        };
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextSerializer.of(decoding))
                .withMessageContaining("x-decoding");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8190, 8191, 8192, 8193, 16383, 20_000})
    void aSurrogatePairAcrossTheChunksSurvives(int before) throws IOException {
        String text = "x".repeat(before) + EMOJI + "y";
        assertThat(serialize(new TextSerializer(), text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8190, 8191, 8192, 8193, 16383, 20_000})
    void refusesAnUnpairedSurrogateAnywhere(int before) {
        for (String unpaired : new String[] {"\ud83d", "\ude00", "\ude00\ud83d", "\ud83d\ud83d\ude00"}) {
            for (String after : new String[] {"", "y", "y".repeat(9000)}) {
                assertRefused(new TextSerializer(), "x".repeat(before) + unpaired + after);
            }
        }
    }

    @Test
    void refusesACharacterThatTheCharsetCannotHold() {
        assertRefused(TextSerializer.of(StandardCharsets.US_ASCII), "\u00fc");
        assertRefused(TextSerializer.of(StandardCharsets.ISO_8859_1), "\u20ac");
    }

    @Test
    void refusesACharacterThatTheCharsetHoldsButDoesNotGiveBack() {
        // UTF-32 writes no byte order mark and takes the first one it reads for its own.
        assertRefused(TextSerializer.of(Charset.forName("UTF-32")), "\uFEFFtext");
        // windows-31j maps U+FFE2 and U+00AC, say, onto one sequence.
        assertRefused(TextSerializer.of(Charset.forName("windows-31j")), "\u00ac");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff", // never part of UTF-8
                "c3", // ends within a character
                "61c3", // the same, later
                "f09f98", // the same, longer
                "80", // begins within a character
                "c080", // NUL, overlong: Java's modified UTF-8
                "e08080", // the same, longer
                "eda0bdedb880", // a surrogate pair in CESU-8
                "f4908080", // beyond U+10FFFF
                "efbfbdff" // a genuine U+FFFD, and then an error
            })
    void refusesBytesThatAreNoUtf8(String malformed) {
        byte[] bytes = hex(malformed);
        assertThatExceptionOfType(CharacterCodingException.class)
                .isThrownBy(() -> new TextSerializer().deserialize(new ByteArrayInputStream(bytes), bytes.length));
    }

    @Test
    void refusesBytesThatAreNotInAnotherCharset() {
        assertThatExceptionOfType(CharacterCodingException.class)
                .isThrownBy(() -> TextSerializer.of(StandardCharsets.US_ASCII)
                        .deserialize(new ByteArrayInputStream(hex("80")), 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 4, 5, 6, 1000, Long.MAX_VALUE})
    void readsToTheEndWhateverTheClaimedLength(long claim) throws IOException {
        byte[] bytes = "hello".getBytes(StandardCharsets.UTF_8);
        assertThat(new TextSerializer().deserialize(new ByteArrayInputStream(bytes), claim))
                .isEqualTo("hello");
    }

    @Test
    void holdsNoOtherTypes() {
        assertThat(new TextSerializer().forType(CharSequence.class)).isEmpty();
        assertThat(new TextSerializer().forType(byte[].class)).isEmpty();
    }

    private static void assertRefused(TextSerializer serializer, String text) {
        assertThatExceptionOfType(CharacterCodingException.class)
                .isThrownBy(() -> serializer.serialize(text, new ByteArrayOutputStream()));
    }

    private static byte[] serialize(TextSerializer serializer, String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        serializer.serialize(text, out);
        return out.toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
