package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.dynamodb.ExpressionTokens.Kind;
import io.github.s3backed.dynamodb.ExpressionTokens.Token;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTokensTest {

    @Test
    void wordsAreCutWhereTheyEndAndNotOnlyAtSpaces() {
        assertThat(texts("SET #a.b[10]=if_not_exists(c,:v)+:w\tREMOVE\nd"))
                .containsExactly(
                        "SET",
                        "#a",
                        ".",
                        "b",
                        "[",
                        "10",
                        "]",
                        "=",
                        "if_not_exists",
                        "(",
                        "c",
                        ",",
                        ":v",
                        ")",
                        "+",
                        ":w",
                        "REMOVE",
                        "d");
    }

    @Test
    void comparisonsOfTwoCharactersAreOneToken() {
        assertThat(texts("a<>b<=c>=d<e>f=g")).contains("<>", "<=", ">=", "<", ">", "=");
    }

    @Test
    void aTokenKnowsWhereItStands() {
        assertThat(ExpressionTokens.of("a  = :v1 ").at(2)).isEqualTo(new Token(Kind.VALUE, ":v1", 5, 8));
    }

    @ParameterizedTest
    @CsvSource({
        "body, NAME", "_a1, NAME", "#n, NAME_PLACEHOLDER", "#1, NAME_PLACEHOLDER", ":v, VALUE", ":_, VALUE",
                "12, NUMBER",
        "-, SYMBOL", "#, UNKNOWN", ":, UNKNOWN", "!, UNKNOWN", "é, UNKNOWN", "\u00a0, UNKNOWN", "AND, KEYWORD",
        "bEtWeEn, KEYWORD", "in, KEYWORD", "Set, KEYWORD", "size, NAME", "settle, NAME"
    })
    void eachWordHasItsKind(String word, Kind kind) {
        assertThat(kinds(word)).containsExactly(kind);
    }

    @Test
    void keywordsAreKnownUnderTurkishToo() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        try {
            assertThat(kinds("in")).containsExactly(Kind.KEYWORD);
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n\t"})
    void textWithoutWordsHasNoTokens(String text) {
        assertThat(ExpressionTokens.of(text).size()).isZero();
    }

    @Test
    void anyTextIsCutIntoTokensWithNothingButSpaceBetween() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            String text = random.ints(random.nextInt(30), 0, 0x100)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            StringBuilder gaps = new StringBuilder(text);
            List<Token> tokens = all(ExpressionTokens.of(text));
            for (int t = tokens.size() - 1; t >= 0; t--) {
                assertThat(text.substring(tokens.get(t).start(), tokens.get(t).end()))
                        .isNotEmpty()
                        .isEqualTo(tokens.get(t).text());
                gaps.delete(tokens.get(t).start(), tokens.get(t).end());
            }
            assertThat(gaps.toString()).as(text).matches("[ \t\r\n]*");
        }
    }

    @Test
    void onlyCommasOutsideParenthesesSeparate() {
        assertThat(ExpressionTokens.of("a = f(b, :v), c, ").splitAtCommas())
                .extracting(part -> all(part).stream().map(Token::text).toList())
                .containsExactly(List.of("a", "=", "f", "(", "b", ",", ":v", ")"), List.of("c"), List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"a.body | 2", "a . body | 2", "a[0].body | 5", "#n.body | 2"})
    void aNameBelowAnotherBeginsNoPath(String text, int index) {
        assertThat(ExpressionTokens.of(text).beginsPath(index)).isFalse();
        assertThat(ExpressionTokens.of(text).beginsPath(0)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {".body | 1", "a AND .body | 3", ":v.body | 2", "a..body | 3"})
    void aNameAfterAStrayDotCountsAsTheBeginningOfOne(String text, int index) {
        assertThat(ExpressionTokens.of(text).beginsPath(index)).isTrue();
    }

    private static List<String> texts(String text) {
        return all(ExpressionTokens.of(text)).stream().map(Token::text).toList();
    }

    private static List<Kind> kinds(String text) {
        return all(ExpressionTokens.of(text)).stream().map(Token::kind).toList();
    }

    private static List<Token> all(ExpressionTokens tokens) {
        return IntStream.range(0, tokens.size()).mapToObj(tokens::at).toList();
    }
}
