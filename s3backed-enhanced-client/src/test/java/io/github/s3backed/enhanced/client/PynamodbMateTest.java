package io.github.s3backed.enhanced.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What {@code pynamodb_mate} wrote reads back here, and it can read what is written here.
 *
 * <p>The cases of {@code pynamodb-mate-5.5.1.1.json} were made by the real library: for each value the attribute that it
 * wrote to DynamoDB, and the body that it put into S3, without metadata and as {@code binary/octet-stream}.
 */
@AwsTest
class PynamodbMateTest {

    /** What Python's {@code json.loads} makes of the JSON cases, in Java's types. */
    private static final Map<String, Map<String, Object>> PARSED = Map.of(
            "{}", Map.of(),
            "{\"b\": 1, \"a\": [1.0, 1e+16, 1e-07, -0.0, 12345678901234567890123, true, null]}",
                    Map.of(
                            "b",
                            1,
                            "a",
                            Arrays.asList(
                                    new BigDecimal("1.0"),
                                    new BigDecimal("1e+16"),
                                    new BigDecimal("1e-07"),
                                    new BigDecimal("-0.0"),
                                    new BigInteger("12345678901234567890123"),
                                    true,
                                    null)),
            "{\"\\u00e9\\ud83d\\ude00\": \"</\\\"\\\\\\u2028\\u007f\\u0000/\"}",
                    Map.of("\u00e9\ud83d\ude00", "</\"\\\u2028\u007f\0/"),
            "{\"n\": NaN, \"i\": -Infinity}", Map.of("n", Double.NaN, "i", Double.NEGATIVE_INFINITY));

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final AwsBackend aws;

    PynamodbMateTest(AwsBackend aws) {
        this.aws = aws;
    }

    static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (InputStream in = PynamodbMateTest.class.getResourceAsStream("pynamodb-mate-5.5.1.1.json")) {
            new ObjectMapper().readTree(Objects.requireNonNull(in)).forEach(node -> cases.add(new Case(node)));
        }
        assertThat(cases).hasSize(20);
        return cases;
    }

    static Stream<Case> textsAndBytes() throws IOException {
        return cases().stream().filter(c -> !c.type().equals("json"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatItWroteReadsBack(Case written) {
        aws.s3()
                .putObject(
                        request ->
                                request.bucket(aws.bucket()).key(written.key()).contentType("binary/octet-stream"),
                        RequestBody.fromBytes(written.body()));

        Object value = converter(written).transformTo(AttributeValue.fromS(written.uri(aws.bucket())));

        assertThat(value).isEqualTo(written.value());
    }

    @ParameterizedTest
    @MethodSource("textsAndBytes")
    void textAndBytesGetTheSameReference(Case written) {
        assertThat(converter(written).transformFrom(written.value()).s()).isEqualTo(written.uri(aws.bucket()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itsReaderAcceptsWhatIsWrittenHere(Case written) throws Exception {
        String uri = converter(written).transformFrom(written.value()).s();

        // Its reader splits at the slashes, gets the body, gunzips if it is configured with compressed=True, and
        // parses.
        String key = uri.substring(("s3://" + aws.bucket() + "/").length());
        byte[] body = aws.s3()
                .getObjectAsBytes(request -> request.bucket(aws.bucket()).key(key))
                .asByteArray();
        byte[] raw = written.compressed() ? gunzip(body) : body;

        assertThat(key).contains(sha256(raw));
        if (!written.type().equals("json")) {
            assertThat(raw).isEqualTo(written.raw());
        } else {
            // Python writes a space behind each separator, and spells numbers and escapes in its own way.
            assertThat(JSON.readTree(raw)).isEqualTo(JSON.readTree(written.raw()));
        }
    }

    @SuppressWarnings("unchecked") // the case's type says which converter goes with its value
    private S3BackedConverter<Object> converter(Case written) {
        S3BackedConverterConfig config = S3BackedConverterConfig.builder()
                .blobStore(S3BlobStore.create(aws.s3(), aws.bucket()))
                .keyTemplate(KeyTemplate.of(written.template()))
                .compressor(written.compressed() ? "gzip" : "identity")
                .pynamodbMateCompatible(true)
                .build();
        S3BackedConverter<?> converter = switch (written.type()) {
            case "text" -> new BigTextConverter(config);
            case "binary" -> new BigBinaryConverter(config);
            default -> new JsonDictConverter(config);
        };
        return (S3BackedConverter<Object>) converter;
    }

    private static byte[] gunzip(byte[] body) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        }
    }

    private static String sha256(byte[] raw) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(raw));
    }

    record Case(JsonNode node) {

        String type() {
            return node.get("type").textValue();
        }

        boolean compressed() {
            return node.get("compressed").booleanValue();
        }

        String template() {
            return node.get("key_template").textValue();
        }

        byte[] raw() {
            return Base64.getDecoder().decode(node.get("raw_b64").textValue());
        }

        byte[] body() {
            return Base64.getDecoder().decode(node.get("s3_body_b64").textValue());
        }

        String uri(String bucket) {
            return "s3://" + bucket + "/" + key();
        }

        String key() {
            String written = node.at("/dynamodb/S").textValue();
            assertThat(written).startsWith("s3://bkt/");
            return written.substring("s3://bkt/".length());
        }

        Object value() {
            String value = node.get("value").textValue();
            return switch (type()) {
                case "text" -> value;
                case "binary" -> raw();
                default -> Objects.requireNonNull(PARSED.get(value), value);
            };
        }

        @Override
        public String toString() {
            return type() + (compressed() ? " gzip " : " plain ") + key();
        }
    }
}
