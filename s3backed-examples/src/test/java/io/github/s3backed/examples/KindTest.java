package io.github.s3backed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KindTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", " \n{\"a\": 1.0}\n", "{\"a\": NaN}"})
    void takesOneObjectForJson(String content) {
        assertThat(kindOf(content)).isEqualTo(Kind.JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Grüße", "[1, 2]", "{\"a\": 1} {}", "{\"a\": 1, \"a\": 2}", "{\"a\": \"\\ud800\"}", "{a}"})
    void takesOtherValidUtf8ForText(String content) {
        assertThat(kindOf(content)).isEqualTo(Kind.TEXT);
    }

    @Test
    void takesWhatIsNotUtf8OrHasANulForBinary() {
        assertThat(Kind.of(new byte[] {(byte) 0xc3, 0x28})).isEqualTo(Kind.BINARY);
        assertThat(Kind.of(new byte[] {'a', 0, 'b'})).isEqualTo(Kind.BINARY);
    }

    private static Kind kindOf(String content) {
        return Kind.of(content.getBytes(StandardCharsets.UTF_8));
    }
}
