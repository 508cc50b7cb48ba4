package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class FaithfulTest {

    private static final AttributeValue A = AttributeValue.fromS("a");
    private static final AttributeValue NULL = AttributeValue.fromNul(true);

    static Stream<Arguments> whole() {
        return Stream.of(
                Arguments.of(A, A),
                Arguments.of(AttributeValue.fromN("1.50"), AttributeValue.fromN("1.5")),
                Arguments.of(AttributeValue.fromSs(List.of("a", "b")), AttributeValue.fromSs(List.of("b", "a"))),
                Arguments.of(AttributeValue.fromNs(List.of("1", "2")), AttributeValue.fromNs(List.of("2.0", "1"))),
                Arguments.of(
                        AttributeValue.fromBs(List.of(bytes("a"), bytes("b"))),
                        AttributeValue.fromBs(List.of(bytes("b"), bytes("a")))),
                Arguments.of(AttributeValue.fromL(List.of(A, NULL)), AttributeValue.fromL(List.of(A, NULL))),
                Arguments.of(AttributeValue.fromM(Map.of("k", A)), AttributeValue.fromM(Map.of("k", A))),
                Arguments.of(AttributeValue.fromM(Map.of("k", A)), AttributeValue.fromM(Map.of("k", A, "new", NULL))));
    }

    @ParameterizedTest
    @MethodSource("whole")
    void findsAllThatThereWas(AttributeValue original, AttributeValue back) {
        assertThat(Faithful.holds(original, back)).isTrue();
    }

    static Stream<Arguments> parts() {
        return Stream.of(
                Arguments.of(A, AttributeValue.fromS("b")),
                Arguments.of(AttributeValue.fromS("1"), AttributeValue.fromN("1")),
                Arguments.of(AttributeValue.fromN("1"), AttributeValue.fromN("2")),
                Arguments.of(AttributeValue.fromSs(List.of("a", "b")), AttributeValue.fromSs(List.of("a"))),
                Arguments.of(AttributeValue.fromNs(List.of("1")), AttributeValue.fromNs(List.of("1", "2"))),
                Arguments.of(AttributeValue.fromBs(List.of(bytes("a"))), AttributeValue.fromBs(List.of(bytes("b")))),
                Arguments.of(AttributeValue.fromL(List.of(A, A)), AttributeValue.fromL(List.of(A))),
                Arguments.of(AttributeValue.fromL(List.of(A)), AttributeValue.fromL(List.of(NULL))),
                Arguments.of(AttributeValue.fromM(Map.of("k", A)), AttributeValue.fromM(Map.of())),
                Arguments.of(AttributeValue.fromM(Map.of("k", NULL)), AttributeValue.fromM(Map.of())),
                Arguments.of(AttributeValue.fromM(Map.of("k", A)), AttributeValue.fromM(Map.of("k", NULL))),
                Arguments.of(AttributeValue.fromM(Map.of("k", A)), AttributeValue.fromM(Map.of("k", A, "new", A))));
    }

    @ParameterizedTest
    @MethodSource("parts")
    void findsThatSomethingIsMissingOrAnother(AttributeValue original, AttributeValue back) {
        assertThat(Faithful.holds(original, back)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"ab,ba,true", "ab,ab,true", "ab,abb,false", "aab,abb,false", "'','',true"})
    void comparesBytesInWhateverOrder(String one, String other, boolean same) {
        assertThat(Faithful.consistOfTheSame(
                        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(same);
    }

    private static SdkBytes bytes(String text) {
        return SdkBytes.fromUtf8String(text);
    }
}
