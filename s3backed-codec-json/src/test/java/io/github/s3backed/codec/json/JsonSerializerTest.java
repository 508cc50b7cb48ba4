package io.github.s3backed.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.s3backed.core.Serializers;
import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSerializerTest {

    private static final JsonSerializer<Object> ANY = JsonSerializer.of(Object.class);
    private static final JsonSerializer<JsonNode> NODE = JsonSerializer.of(JsonNode.class);

    record Point(int x, int y) {}

    static final class Bean {
        public String name = "";
        public double weight;
    }

    @Test
    void isFoundByItsIdForAnyType() throws IOException {
        assertThat(ServiceLoader.load(PayloadSerializer.class))
                .filteredOn(found -> found instanceof JsonSerializer)
                .hasSize(1);
        Type type = new TypeReference<Map<String, List<Point>>>() {}.getType();
        PayloadSerializer<Map<String, List<Point>>> found =
                Serializers.discover().require("json", type);
        assertThat(found.type()).isEqualTo(type);
        assertThat(roundTrip(found, Map.of("line", List.of(new Point(1, 2)))))
                .isEqualTo(Map.of("line", List.of(new Point(1, 2))));
    }

    @Test
    void aTypeThatJacksonDoesNotKnowIsAbsent() {
        Type strange = new Type() {};
        assertThat(ANY.forType(strange)).isEmpty();
    }

    @Test
    void writesCompactUtf8() throws IOException {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("b", "\u00fc\ud83d\ude00");
        value.put("a", List.of(1, true));
        assertThat(text(ANY, value)).isEqualTo("{\"b\":\"\u00fc\ud83d\ude00\",\"a\":[1,true]}");
    }

    @Test
    void beansComeBack() throws IOException {
        Bean bean = new Bean();
        bean.name = "n";
        bean.weight = Double.NEGATIVE_INFINITY;
        assertThat(text(JsonSerializer.of(Bean.class), bean)).isEqualTo("{\"name\":\"n\",\"weight\":-Infinity}");
        assertThat(roundTrip(JsonSerializer.of(Bean.class), bean).weight).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void aMemberThatTheTypeDoesNotKnowIsRefused() {
        assertThatIOException().isThrownBy(() -> read(JsonSerializer.of(Point.class), "{\"x\":1,\"y\":2,\"z\":3}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.10", "1E+2", "0E-10", "0.1000000000000000055511151231257827", "-1E-400", "9E+999"})
    void decimalNumbersKeepDigitsAndScale(String digits) throws IOException {
        BigDecimal number = new BigDecimal(digits);
        assertThat(roundTrip(ANY, number)).isEqualTo(number);
        ObjectNode node = exact().objectNode().put("number", number);
        assertThat(roundTrip(NODE, node)).isEqualTo(node);
        assertThat(read(NODE, "{\"number\":" + number + "}").get("number").decimalValue())
                .isEqualTo(number);
    }

    private static JsonNodeFactory exact() {
        return new JsonNodeFactory(true);
    }

    @Test
    void wholeNumbersKeepTheirDigits() throws IOException {
        for (Number number :
                new Number[] {0, Integer.MIN_VALUE, Long.MAX_VALUE, new BigInteger("9".repeat(1500)).negate()}) {
            assertThat(roundTrip(ANY, number)).isEqualTo(number);
        }
    }

    @Test
    void numbersOfTenThousandDigitsComeBack() throws IOException {
        BigInteger number = new BigInteger("9".repeat(10_000));
        assertThat(roundTrip(ANY, number)).isEqualTo(number);
        BigDecimal fraction = new BigDecimal(number, 5_000).negate();
        assertThat(roundTrip(ANY, fraction)).isEqualTo(fraction);
    }

    @Test
    void numbersThatCouldNotBeReadAreNotWritten() {
        BigInteger number = BigInteger.TEN.pow(10_000);
        for (Object value : List.of(number, new BigDecimal(number), List.of(Map.of("n", number)))) {
            assertThatIOException().isThrownBy(() -> text(ANY, value)).withMessageContaining("10000 digits");
        }
        assertThatIOException().isThrownBy(() -> text(NODE, exact().numberNode(number)));
        assertThatIOException().isThrownBy(() -> text(ANY, number.negate()));
    }

    @ParameterizedTest
    @CsvSource({"'', '', 0", "-, '', 0", "-0., '', 1", "-, E300, 3", "1., e-9, 2"})
    void numbersAreReadUpToALengthThatLeavesRoomForZerosAndAnExponent(String begin, String end, int digits)
            throws IOException {
        String nines = "9".repeat(10_032 - digits);
        assertThat(new BigDecimal(read(ANY, begin + nines + end).toString()))
                .isEqualTo(new BigDecimal(begin + nines + end));
        assertThatIOException().isThrownBy(() -> read(ANY, begin + nines + "9" + end));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E-21474836480", "1E21474836480", "[1.5e99999999999]"})
    void numbersWithAnExponentThatJavaHasNotAreRefused(String text) {
        assertThatIOException().isThrownBy(() -> read(ANY, text)).withMessageContaining("exponent is too large");
    }

    @Test
    void whatIsNoNumberStaysAFloatingPointNumber() throws IOException {
        for (Double value : List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)) {
            assertThat(text(ANY, value)).isEqualTo(value.toString());
            assertThat(roundTrip(ANY, value)).isEqualTo(value);
            assertThat(roundTrip(NODE, DoubleNode.valueOf(value)).doubleValue()).isEqualTo(value);
            assertThat(roundTrip(JsonSerializer.of(Float.class), value.floatValue()))
                    .isEqualTo(Float.valueOf(value.floatValue()));
        }
    }

    @Test
    void readsWhatPythonWrites() throws IOException {
        assertThat(read(ANY, "{\"a\": [NaN, Infinity, -Infinity], \"b\": \"\\ud83d\\ude00\", \"c\": 1.10}"))
                .isEqualTo(Map.of(
                        "a",
                        List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY),
                        "b",
                        "\ud83d\ude00",
                        "c",
                        new BigDecimal("1.10")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\ude00", "a\ud83db", "a\ude00b", "\ud83d\ud83d\ude00", "\ude00\ud83d"})
    void refusesAnUnpairedSurrogate(String unpaired) {
        for (int before : new int[] {0, 1, 1000, 7_999, 100_000}) {
            String text = "x".repeat(before) + unpaired;
            for (Object value : unpaired(text)) {
                assertThatIOException()
                        .as("%d before, %s", before, value.getClass())
                        .isThrownBy(() -> text(ANY, value))
                        .withMessageContaining("unpaired surrogate");
            }
        }
    }

    private static List<Object> unpaired(String text) {
        return List.of(
                text,
                text + "y".repeat(9_000),
                Map.of(text, 1),
                List.of(text),
                new String[] {"a", text},
                text.toCharArray(),
                exact().textNode(text),
                exact().objectNode().put(text, 1));
    }

    @Test
    void stringsAndNamesBeyondJacksonsDefaultsComeBack() throws IOException {
        String large = "x".repeat(20_000_001);
        assertThat(roundTrip(ANY, large).equals(large)).isTrue();
        Map<String, Object> longName = Map.of("n".repeat(60_000), 1);
        assertThat(roundTrip(ANY, longName).equals(longName)).isTrue();
    }

    @Test
    void aThousandLevelsComeBackAndMoreAreRefusedOnBothWays() throws IOException {
        assertThat(text(ANY, roundTrip(ANY, nested(1000)))).hasSize(2000);
        assertThatIOException().isThrownBy(() -> text(ANY, nested(1001)));
        assertThatIOException().isThrownBy(() -> read(ANY, "[".repeat(1001) + "]".repeat(1001)));
    }

    private static List<Object> nested(int levels) {
        List<Object> list = new ArrayList<>();
        for (int i = 1; i < levels; i++) {
            list = new ArrayList<>(List.of(list));
        }
        return list;
    }

    @ParameterizedTest
    @ValueSource(strings = {"{} {}", "{}1", "{}]", "1 2", "{}\0", "\"a\" b"})
    void refusesWhatFollowsTheValue(String surplus) {
        assertThatIOException().isThrownBy(() -> read(ANY, surplus));
        assertThatIOException().isThrownBy(() -> read(NODE, surplus));
    }

    @Test
    void readsWhiteSpaceAroundTheValue() throws IOException {
        assertThat(read(ANY, " \r\n\t{ } \r\n\t")).isEqualTo(Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[1", "\"a", "{\"a\":", "{'a':1}", "[1,]", "01", "nul", "/**/1"})
    void refusesWhatIsNoJson(String text) {
        assertThatIOException().isThrownBy(() -> read(ANY, text));
        assertThatIOException().isThrownBy(() -> read(NODE, text));
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        assertThatIOException().isThrownBy(() -> read(ANY, "\"\u00fc\"", StandardCharsets.ISO_8859_1));
    }

    @Test
    void refusesNullInPlaceOfAPayload() throws IOException {
        assertThatIOException().isThrownBy(() -> read(ANY, "null")).withMessageContaining("no payload");
        assertThat(read(NODE, "null").isNull()).isTrue();
    }

    @Test
    void refusesTwoMembersOfOneName() {
        assertThatIOException().isThrownBy(() -> read(ANY, "{\"a\":1,\"a\":2}"));
        Map<Object, Object> clash = new LinkedHashMap<>();
        clash.put(1, "a number");
        clash.put("1", "a string");
        assertThatIOException().isThrownBy(() -> text(ANY, clash));
    }

    @Test
    void readingLeavesTheSourceOpen() throws IOException {
        boolean[] closed = {false};
        ByteArrayInputStream in = new ByteArrayInputStream(new byte[] {'1'}) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        assertThat(ANY.deserialize(in, 1)).isEqualTo(1);
        assertThat(closed[0]).isFalse();
    }

    static <T> T roundTrip(PayloadSerializer<T> serializer, T value) throws IOException {
        return read(serializer, text(serializer, value));
    }

    static <T> String text(PayloadSerializer<T> serializer, T value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        serializer.serialize(value, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    static <T> T read(PayloadSerializer<T> serializer, String text) throws IOException {
        return read(serializer, text, StandardCharsets.UTF_8);
    }

    private static <T> T read(PayloadSerializer<T> serializer, String text, Charset charset) throws IOException {
        byte[] bytes = text.getBytes(charset);
        return serializer.deserialize(new ByteArrayInputStream(bytes), bytes.length);
    }
}
