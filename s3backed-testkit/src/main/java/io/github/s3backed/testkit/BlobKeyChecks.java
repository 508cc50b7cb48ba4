package io.github.s3backed.testkit;

import static io.github.s3backed.testkit.BlobFixtures.METADATA;
import static io.github.s3backed.testkit.BlobFixtures.WHOLE;
import static io.github.s3backed.testkit.BlobFixtures.bytes;
import static io.github.s3backed.testkit.BlobFixtures.content;
import static io.github.s3backed.testkit.BlobFixtures.failureOf;
import static io.github.s3backed.testkit.BlobFixtures.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.s3backed.core.spi.PutMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys a store takes, and that it keeps them apart. */
abstract class BlobKeyChecks extends BlobCopyChecks {

    private static final int LONGEST = 1024;

    static final List<String> UNREADABLE_KEYS =
            List.of("", "x".repeat(LONGEST + 1), "é".repeat(LONGEST / 2) + "x", "an unpaired \ud800 surrogate");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space",
                "plus+and%2Bpercent%",
                "what?is=this#part",
                "a&b;c:d@e,f$g!h~i*j(k)",
                "'single' \"double\" `back`",
                "<angle> {curly} [square] | ^",
                "naïve café",
                "e\u0301 is not \u00e9",
                "日本語/キー",
                "emoji 😀👩‍👩‍👧",
                "tab\tand newline\n",
                "!tmp",
                "x!/y",
                "con.txt",
                ".hidden",
                "trailing.",
                "trailing "
            })
    void takesEveryText(String name) {
        put(key(name), bytes(1, 100));
        assertThat(read(key(name))).isEqualTo(bytes(1, 100));
        assertThat(head(key(name)).length()).isEqualTo(100);
        join(store().delete(key(name)));
        assertThat(join(store().head(key(name)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "/x", "é", "A", "x!", "😀"})
    void takesTheLongestKey(String unit) {
        String start = key("k");
        int left = LONGEST - start.getBytes(StandardCharsets.UTF_8).length;
        int size = unit.getBytes(StandardCharsets.UTF_8).length;
        String key = start + "y".repeat(left % size) + unit.repeat(left / size);
        assertThat(key.getBytes(StandardCharsets.UTF_8)).hasSize(LONGEST);
        put(key, bytes(2, 10));
        assertThat(read(key)).isEqualTo(bytes(2, 10));
    }

    @ParameterizedTest
    @FieldSource("UNREADABLE_KEYS")
    void refusesWhatIsNoKey(String key) {
        failureOf(store().put(key, content(bytes(3, 10)), METADATA, PutMode.OVERWRITE));
        failureOf(store().get(key, WHOLE));
        failureOf(store().head(key));
        failureOf(store().delete(key));
    }

    @Test
    void tellsUpperFromLowerCase() {
        assertKeepsApart("article", "Article", "ARTICLE");
    }

    @Test
    void tellsCharactersFromTheirEscapes() {
        assertKeepsApart("a b", "a+b", "a%20b", "a!20b", "a%2520b");
    }

    @Test
    void tellsComposedFromDecomposedText() {
        assertKeepsApart("\u00e9", "e\u0301");
    }

    @Test
    void tellsBackslashesFromSlashes() {
        assumeTrue(takesBackslashes(), "This store does not take backslashes.");
        assertKeepsApart("b/c", "b\\c", "b\\\\c");
    }

    @Test
    void tellsAwkwardKeysApart() {
        assumeTrue(takesAwkwardKeys(), "This store does not take awkward keys.");
        assertKeepsApart("a", "a/", "a/b", "a//b", "a///b", "a/b/", "/a");
    }

    @Test
    void tellsDotLevelsApart() {
        assumeTrue(takesDotLevels(), "This store does not take levels that are dots.");
        assertKeepsApart("d/a", "d/./a", "d/x/../a", "d/../a", "d/.", "d/..", "d/...");
    }

    private void assertKeepsApart(String... names) {
        for (int i = 0; i < names.length; i++) {
            put(key(names[i]), bytes(i, 100));
        }
        for (int i = 0; i < names.length; i++) {
            assertThat(read(key(names[i]))).as(names[i]).isEqualTo(bytes(i, 100));
            join(store().delete(key(names[i])));
            assertThat(join(store().head(key(names[i])))).as(names[i]).isEmpty();
        }
    }
}
