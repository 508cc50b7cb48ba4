package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTemplateTest {

    private static final Fingerprint FINGERPRINT = new Fingerprint("0123456789abcdef".repeat(4));
    private static final String WRITE_ID = "00112233445566778899aabbccddeeff";
    private static final KeyContext ITEM = KeyContext.builder()
            .table("articles")
            .partitionKey(KeyPart.string("a/b"))
            .sortKey(KeyPart.number(new BigDecimal("1.0")))
            .attribute("body")
            .epoch(Instant.ofEpochSecond(1_700_000_000))
            .build();

    @Test
    void rendersEveryPlaceholder() {
        KeyTemplate template = KeyTemplate.of(
                "{{x}}/{table}/{item}/{partitionKey}/{sortKey}/{attribute}/{epoch}/{fingerprint}-{writeId}");

        assertThat(template.render(FINGERPRINT, WRITE_ID, ITEM))
                .isEqualTo("{x}/articles/aac75f3a61ebb0e552c1109b71753109/S-a!2Fb/N-1/body/1700000000/" + FINGERPRINT
                        + "-" + WRITE_ID);
    }

    @Test
    void readsBackWhatItRendered() {
        KeyTemplate template = KeyTemplate.of("s3backed/{table}/{item}/{attribute}/{fingerprint}-{writeId}");

        ParsedKey key =
                template.parse(template.render(FINGERPRINT, WRITE_ID, ITEM)).orElseThrow();

        assertThat(key.fingerprint()).isEqualTo(FINGERPRINT);
        assertThat(key.writeId()).contains(WRITE_ID);
        assertThat(key.belongsTo(ITEM)).isTrue();
    }

    @Test
    void knowsThatAnotherItemsKeyDoesNotBelong() {
        KeyTemplate template = KeyTemplate.of("{item}/{attribute}/{fingerprint}");
        ParsedKey key =
                template.parse(template.render(FINGERPRINT, WRITE_ID, ITEM)).orElseThrow();

        KeyContext otherKey = KeyContext.builder()
                .table("articles")
                .partitionKey(KeyPart.string("a"))
                .sortKey(KeyPart.number(BigDecimal.ONE))
                .attribute("body")
                .build();
        KeyContext otherAttribute = KeyContext.builder()
                .table("articles")
                .partitionKey(KeyPart.string("a/b"))
                .sortKey(KeyPart.number(BigDecimal.ONE))
                .attribute("title")
                .build();

        assertThat(key.belongsTo(otherKey)).isFalse();
        assertThat(key.belongsTo(otherAttribute)).isFalse();
        assertThat(key.belongsTo(KeyContext.empty())).isFalse();
    }

    @Test
    void readsAKeyByItsPlacesAndNotByWhatLooksLikeAHash() {
        KeyTemplate template = KeyTemplate.of("{attribute}/{fingerprint}.json");
        String decoy = "f".repeat(64);
        KeyContext context = KeyContext.builder().attribute(decoy).build();

        ParsedKey key =
                template.parse(template.render(FINGERPRINT, WRITE_ID, context)).orElseThrow();

        assertThat(key.fingerprint()).isEqualTo(FINGERPRINT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "pynamodb-mate/s3backed/0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
                "pynamodb-mate/s3backed/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde",
                "pynamodb-mate/s3backed/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.txt",
                "pynamodb-mate/s3backed/",
                ""
            })
    void readsNoKeyOfAnotherForm(String key) {
        assertThat(KeyTemplate.PYNAMODB_MATE.parse(key)).isEmpty();
    }

    @Test
    void isExclusiveWhereEachWriteHasItsOwnKey() {
        assertThat(KeyTemplate.of("{fingerprint}-{writeId}").isExclusive()).isTrue();
        assertThat(KeyTemplate.PYNAMODB_MATE.isExclusive()).isFalse();
    }

    @Test
    void refusesATemplateWithoutFingerprintAndNamesThePlaceholders() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyTemplate.of("a/{writeId}"))
                .withMessageContaining("'a/{writeId}'")
                .withMessageContaining("lacks {fingerprint}")
                .withMessageContaining("{partitionKey}");
    }

    @Test
    void refusesAnUnknownPlaceholderAndNamesTheKnownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyTemplate.of("{fingerprint}/{hash}"))
                .withMessageContaining("{hash}")
                .withMessageContaining("{fingerprint}, {writeId}, {table}, {item}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{fingerprint", "{fingerprint}/}", "a}/{fingerprint}"})
    void refusesABraceThatStandsAlone(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyTemplate.of(text))
                .withMessageContaining(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{partitionKey}{sortKey}/{fingerprint}",
                "{table}-{attribute}/{fingerprint}",
                "{table}{fingerprint}{attribute}"
            })
    void refusesKeysThatCouldBeReadInTwoWays(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyTemplate.of(text))
                .withMessageContaining("separator");
    }

    @Test
    void refusesATemplateWhoseKeysAreAllTooLong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyTemplate.of("é".repeat(481) + "{fingerprint}"))
                .withMessageContaining("1026 bytes");
        assertThat(KeyTemplate.of("é".repeat(480) + "{fingerprint}")).isNotNull();
    }

    @Test
    void refusesAKeyThatIsTooLong() {
        KeyTemplate template = KeyTemplate.of("{partitionKey}/{fingerprint}");
        KeyContext fits = KeyContext.builder()
                .table("t")
                .partitionKey(KeyPart.string("k".repeat(957)))
                .build();
        KeyContext tooLong = KeyContext.builder()
                .table("t")
                .partitionKey(KeyPart.string("k".repeat(958)))
                .build();

        assertThat(template.render(FINGERPRINT, WRITE_ID, fits)).hasSize(1024);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.render(FINGERPRINT, WRITE_ID, tooLong))
                .withMessageContaining("1025 bytes")
                .withMessageNotContaining("kkkk");
    }

    @Test
    void refusesToGuessWhatIsNotKnown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        KeyTemplate.of("{sortKey}/{fingerprint}").render(FINGERPRINT, WRITE_ID, KeyContext.empty()))
                .withMessageContaining("{sortKey}");
    }

    @Test
    void refusesAKeyValueThatUtf8CannotHold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyPart.string("a\ud800"))
                .withMessageContaining("surrogate");
    }

    @Test
    void refusesAnEpochThatItCouldNotReadBack() {
        KeyContext.Builder context = KeyContext.builder();

        assertThatIllegalArgumentException().isThrownBy(() -> context.epoch(Instant.ofEpochSecond(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> context.epoch(Instant.ofEpochSecond(10_000_000_000L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "0123456789ABCDEF0123456789ABCDEF", "0123456789abcdef0123456789abcdef0"})
    void refusesAWriteIdThatItCouldNotReadBack(String writeId) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyTemplate.of("{fingerprint}-{writeId}")
                        .render(new Fingerprint("0".repeat(64)), writeId, KeyContext.empty()));
    }

    @Test
    void acceptsAPlaceholderTwiceIfItSaysTheSame() {
        KeyTemplate template = KeyTemplate.of("{epoch}/{fingerprint}/{epoch}");
        String key = template.render(FINGERPRINT, WRITE_ID, ITEM);

        assertThat(template.parse(key)).isPresent();
        assertThat(template.parse(key.replaceFirst("1700000000", "1700000001"))).isEmpty();
    }

    @Test
    void tellsTypesApartAndEqualNumbersNot() {
        assertThat(KeyPart.string("1")).isNotEqualTo(KeyPart.number(BigDecimal.ONE));
        assertThat(KeyPart.string("1")).isNotEqualTo(KeyPart.binary("1".getBytes(StandardCharsets.US_ASCII)));
        assertThat(KeyPart.number(new BigDecimal("1.00"))).isEqualTo(KeyPart.number(BigDecimal.ONE));
        assertThat(KeyPart.number(new BigDecimal("1E2"))).isEqualTo(KeyPart.number(new BigDecimal("100")));
        assertThat(KeyPart.number(new BigDecimal("0.00"))).isEqualTo(KeyPart.number(BigDecimal.ZERO));
    }

    @Test
    void givesNoTwoItemsOneKeyAndLetsNoValueLeaveItsLevel() {
        List<KeyTemplate> templates = List.of(
                KeyTemplate.of("{partitionKey}/{sortKey}/{attribute}/{fingerprint}"),
                KeyTemplate.of("x-{partitionKey}={sortKey},{attribute}~{fingerprint}"),
                KeyTemplate.of("{item}{fingerprint}{attribute}"));
        Random random = new Random(7);
        for (KeyTemplate template : templates) {
            Map<String, List<String>> seen = new HashMap<>();
            for (int i = 0; i < 20_000; i++) {
                List<String> place = List.of(value(random), value(random), value(random));
                String key = template.render(FINGERPRINT, WRITE_ID, context(place));
                assertThat(seen.merge(key, place, (first, second) -> first)).isEqualTo(place);
                assertThat(template.parse(key).orElseThrow().belongsTo(context(place)))
                        .isTrue();
            }
            assertThat(seen).hasSizeGreaterThan(1_000);
        }
    }

    private static KeyContext context(List<String> place) {
        return KeyContext.builder()
                .table("t")
                .partitionKey(KeyPart.string(place.get(0)))
                .sortKey(KeyPart.string(place.get(1)))
                .attribute(place.get(2))
                .build();
    }

    /** Short texts over letters that mean something to a key or its encoding. */
    private static String value(Random random) {
        String letters = "aS-!/2F.=,~{}é😀";
        int[] points = letters.codePoints().toArray();
        StringBuilder value = new StringBuilder();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            value.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return value.toString();
    }

    @Test
    void makesNoLevelOfDots() {
        KeyContext context = KeyContext.builder()
                .table("t")
                .partitionKey(KeyPart.string(".."))
                .attribute("..")
                .build();

        assertThat(KeyTemplate.of("{attribute}/{partitionKey}/{fingerprint}").render(FINGERPRINT, WRITE_ID, context))
                .isEqualTo("!2E./S-!2E./" + FINGERPRINT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E126", "1E-131", "1E1000000000", "123456789012345678901234567890123456789"})
    void refusesANumberThatDynamoDbDoesNotHave(BigDecimal number) {
        assertThatIllegalArgumentException().isThrownBy(() -> KeyPart.number(number));
    }

    @Test
    void takesTheLargestAndTheSmallestNumberOfDynamoDb() {
        assertThat(KeyPart.number(new BigDecimal("9.9999999999999999999999999999999999999E+125")))
                .isNotEqualTo(KeyPart.number(new BigDecimal("1E-130")));
    }

    @Test
    void hidesTheValuesOfKeysInTexts() {
        assertThat(KeyPart.string("secret").toString()).isEqualTo("KeyPart[S]");
    }

    @Test
    void tellsWhatEveryKeyBeginsWith() {
        assertThat(KeyTemplate.EXCLUSIVE.literalPrefix()).isEqualTo("s3backed/");
        assertThat(KeyTemplate.of("{{a}}/{fingerprint}").literalPrefix()).isEqualTo("{a}/");
        assertThat(KeyTemplate.of("{fingerprint}/a").literalPrefix()).isEmpty();
    }

    @Test
    void tellsTheTableThatAKeyNames() {
        KeyContext table = KeyContext.builder().table("übung 1/a").build();
        KeyTemplate named = KeyTemplate.of("{table}/{fingerprint}");
        assertThat(named.parse(named.render(FINGERPRINT, WRITE_ID, table))
                        .orElseThrow()
                        .table())
                .contains("übung 1/a");
        KeyTemplate unnamed = KeyTemplate.of("{fingerprint}");
        assertThat(unnamed.parse(FINGERPRINT.hex()).orElseThrow().table()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", ".a", "a b/c!", "naïve", "日本語😀", "!21"})
    void decodesWhatItEncoded(String value) {
        assertThat(KeyEncoding.decode(KeyEncoding.encode(value))).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!", // cut off
                "a!2", "!zz", // no digits
                "!-F", // a sign
                "!+1", "!2f", // lower case
                "!٢٢", // digits of another script
                "!61", // a letter that needs none
                "a!2E", // a dot that needs none
                ".a", // a dot that needs one
                "a b", // a space that needs one
                "é", "\u0161", // a letter of which the last 8 bits are an 'a'
                "!FF", // no UTF-8
                "!C3"
            })
    void refusesToDecodeWhatItNeverEncoded(String encoded) {
        assertThatIllegalArgumentException().isThrownBy(() -> KeyEncoding.decode(encoded));
    }

    @Test
    void escapesEveryByteButLettersDigitsAndThreeMarks() {
        for (char c = 0; c < 0x80; c++) {
            boolean literal = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-".indexOf(c) >= 0;
            assertThat(KeyEncoding.encode("a" + c))
                    .isEqualTo(literal ? "a" + c : String.format(Locale.ROOT, "a!%02X", (int) c));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"!zz", "!61", ".registry", "!FF"})
    void readsNoKeyWhoseNamesItCannotHaveEncoded(String name) {
        String item = "0".repeat(32) + "/";
        String end = "/" + FINGERPRINT + "-" + WRITE_ID;

        assertThat(KeyTemplate.EXCLUSIVE.parse("s3backed/t/" + item + "body" + end))
                .isPresent();
        assertThat(KeyTemplate.EXCLUSIVE.parse("s3backed/" + name + "/" + item + "body" + end))
                .isEmpty();
        assertThat(KeyTemplate.EXCLUSIVE.parse("s3backed/t/" + item + name + end))
                .isEmpty();
    }

    @Test
    void endsKeysWithWhatFollowsTheLastPlaceholder() {
        KeyTemplate template = KeyTemplate.of("{fingerprint}.json");

        assertThat(template.render(FINGERPRINT, WRITE_ID, KeyContext.empty())).isEqualTo(FINGERPRINT + ".json");
        assertThat(template.parse(FINGERPRINT.hex())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "{fingerprint}/{attribute}/{item}, true",
        "{fingerprint}/{attribute}/{table}/{partitionKey}/{sortKey}, true",
        "{fingerprint}/{item}, false",
        "{fingerprint}/{table}/{partitionKey}/{sortKey}, false",
        "{fingerprint}/{attribute}/{partitionKey}/{sortKey}, false",
        "{fingerprint}/{attribute}/{table}/{sortKey}, false",
        "{fingerprint}/{attribute}/{table}/{partitionKey}, false",
        "{fingerprint}, false"
    })
    void saysWhetherItsKeysNameAttributeAndItem(String template, boolean names) {
        assertThat(KeyTemplate.of(template).namesItemAndAttribute()).isEqualTo(names);
    }

    @Test
    void tellsItsPlaceholdersInTheOrderOfTheirDeclaration() {
        assertThat(KeyTemplate.of("{attribute}/{table}/{fingerprint}").placeholders())
                .containsExactly(Placeholder.FINGERPRINT, Placeholder.TABLE, Placeholder.ATTRIBUTE);
    }

    @Test
    void isEqualToAnotherOfTheSameText() {
        KeyTemplate template = KeyTemplate.of("a/{fingerprint}");

        assertThat(template)
                .isEqualTo(KeyTemplate.of("a/{fingerprint}"))
                .hasSameHashCodeAs(KeyTemplate.of("a/{fingerprint}"))
                .hasToString("a/{fingerprint}")
                .isNotEqualTo(KeyTemplate.of("b/{fingerprint}"))
                .isNotEqualTo("a/{fingerprint}");
        assertThat(template.hashCode())
                .isNotEqualTo(KeyTemplate.of("b/{fingerprint}").hashCode());
    }

    @Test
    void rendersBytesAndEpochsByThemselves() {
        KeyContext context = KeyContext.builder()
                .partitionKey(KeyPart.binary(new byte[] {'a', 0, -1}))
                .epoch(Instant.ofEpochSecond(7))
                .build();

        assertThat(KeyTemplate.of("{epoch}/{partitionKey}/{fingerprint}").render(FINGERPRINT, WRITE_ID, context))
                .isEqualTo("0000000007/B-a!00!FF/" + FINGERPRINT);
    }

    @Test
    void comparesPartsOfKeysByTypeAndValue() {
        assertThat(KeyPart.string("a"))
                .isEqualTo(KeyPart.string("a"))
                .hasSameHashCodeAs(KeyPart.string("a"))
                .isNotEqualTo(KeyPart.string("b"))
                .isNotEqualTo("S-a");
        assertThat(KeyPart.string("a").hashCode())
                .isNotEqualTo(KeyPart.string("b").hashCode());
    }
}
