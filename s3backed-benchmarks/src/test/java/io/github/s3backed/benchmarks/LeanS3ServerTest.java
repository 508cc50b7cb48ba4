package io.github.s3backed.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.test.servers.S3Server;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.utils.AttributeMap;

/** The lean server answers as another S3 server does. */
class LeanS3ServerTest {

    private static final String BUCKET = "honesty";
    private static final byte[] BODY = Payloads.noise(100_000);
    private static final String SHA256 = Base64.getEncoder().encodeToString(Codecs.sha256(BODY));

    private static LeanS3Server lean;
    private static S3Server other;
    private static S3Client onLean;
    private static S3Client onOther;

    @BeforeAll
    static void start() {
        lean = LeanS3Server.start();
        other = S3Server.start();
        onLean = client(lean.endpoint(), other.credentials());
        onOther = client(other.endpoint(), other.credentials());
        onOther.createBucket(create -> create.bucket(BUCKET));
    }

    @AfterAll
    static void stop() {
        onLean.close();
        onOther.close();
        lean.close();
        other.close();
    }

    private static S3Client client(URI endpoint, AwsCredentialsProvider credentials) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .httpClient(Apache5HttpClient.builder()
                        .buildWithDefaults(AttributeMap.builder()
                                .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
                                .build()))
                .build();
    }

    private record Exchange(String name, Function<S3Client, Object> work) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Exchange> exchanges() {
        return Stream.of(
                new Exchange("an object whose checksum follows it", s3 -> {
                    s3.putObject(put -> put.bucket(BUCKET).key("trailer/ä ü+1").contentType("text/x"), body());
                    return described(s3, "trailer/ä ü+1");
                }),
                new Exchange("an object whose checksum is known", s3 -> {
                    s3.putObject(
                            put -> put.bucket(BUCKET)
                                    .key("known")
                                    .contentType("text/plain")
                                    .metadata(Map.of("s3backed-format", "1", "other", "x"))
                                    .checksumSHA256(SHA256),
                            body());
                    return described(s3, "known") + " "
                            + s3.headObject(head ->
                                            head.bucket(BUCKET).key("known").checksumMode(ChecksumMode.ENABLED))
                                    .checksumSHA256();
                }),
                new Exchange("an object that replaces another", s3 -> {
                    s3.putObject(
                            put -> put.bucket(BUCKET).key("twice").contentType("text/x"),
                            RequestBody.fromString("one"));
                    s3.putObject(
                            put -> put.bucket(BUCKET).key("twice").contentType("text/x"),
                            RequestBody.fromString("two"));
                    return described(s3, "twice");
                }),
                new Exchange("an object that must not be there", s3 -> {
                    s3.putObject(
                            put -> put.bucket(BUCKET).key("absent").ifNoneMatch("*"), RequestBody.fromString("one"));
                    return refused(() -> s3.putObject(
                            put -> put.bucket(BUCKET).key("absent").ifNoneMatch("*"), RequestBody.fromString("two")));
                }),
                new Exchange(
                        "no object",
                        s3 -> refused(() ->
                                s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("nothing")))),
                new Exchange(
                        "no object to look at",
                        s3 -> refused(
                                () -> s3.headObject(head -> head.bucket(BUCKET).key("nothing")))),
                new Exchange("an object that was deleted", s3 -> {
                    s3.putObject(put -> put.bucket(BUCKET).key("deleted"), body());
                    s3.deleteObject(delete -> delete.bucket(BUCKET).key("deleted"));
                    s3.deleteObject(delete -> delete.bucket(BUCKET).key("deleted"));
                    return refused(() -> described(s3, "deleted"));
                }),
                new Exchange("a range", s3 -> {
                    s3.putObject(put -> put.bucket(BUCKET).key("range"), RequestBody.fromString("0123456789"));
                    ResponseBytes<GetObjectResponse> range = s3.getObjectAsBytes(
                            get -> get.bucket(BUCKET).key("range").range("bytes=3-5"));
                    return range.response().contentRange()
                            + range.asString(StandardCharsets.UTF_8)
                            + refused(() -> s3.getObjectAsBytes(
                                    get -> get.bucket(BUCKET).key("range").range("bytes=10-")));
                }),
                new Exchange("a copy", s3 -> {
                    String tag = s3.putObject(
                                    put -> put.bucket(BUCKET).key("source").metadata(Map.of("a", "b")), body())
                            .eTag();
                    s3.copyObject(copy -> copy.sourceBucket(BUCKET)
                            .sourceKey("source")
                            .destinationBucket(BUCKET)
                            .destinationKey("copied")
                            .copySourceIfMatch(tag)
                            .contentType("text/y")
                            .metadata(Map.of("c", "d"))
                            .metadataDirective(MetadataDirective.REPLACE));
                    return described(s3, "copied");
                }),
                new Exchange("an object in parts", LeanS3ServerTest::inParts));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void answersAsAnotherServerDoes(Exchange exchange) {
        assertThat(exchange.work().apply(onLean)).isEqualTo(exchange.work().apply(onOther));
    }

    @Test
    void answersOverTls() {
        try (LeanS3Server tls = LeanS3Server.startTls();
                S3Client s3 = client(tls.endpoint(), other.credentials())) {
            assertThat(tls.endpoint().getScheme()).isEqualTo("https");
            s3.putObject(put -> put.bucket(BUCKET).key("k"), body());
            assertThat(described(s3, "k")).contains(sha256(BODY));
        }
    }

    @Test
    void answersAsLateAsItIsTold() {
        lean.delay(Duration.ofMillis(30));
        try {
            long began = System.nanoTime();
            onLean.putObject(put -> put.bucket(BUCKET).key("late"), RequestBody.fromString("late"));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(30));
        } finally {
            lean.delay(Duration.ZERO);
        }
    }

    private static Object inParts(S3Client s3) {
        int size = 5 * Payloads.MIB;
        String id = s3.createMultipartUpload(
                        create -> create.bucket(BUCKET).key("parts").metadata(Map.of("a", "b")))
                .uploadId();
        List<CompletedPart> parts = Stream.of(1, 2)
                .map(number -> CompletedPart.builder()
                        .partNumber(number)
                        .eTag(s3.uploadPart(
                                        part -> part.bucket(BUCKET)
                                                .key("parts")
                                                .uploadId(id)
                                                .partNumber(number),
                                        RequestBody.fromBytes(Payloads.noise(number == 1 ? size : 10)))
                                .eTag())
                        .build())
                .toList();
        s3.completeMultipartUpload(complete ->
                complete.bucket(BUCKET).key("parts").uploadId(id).multipartUpload(upload -> upload.parts(parts)));
        return described(s3, "parts");
    }

    private static RequestBody body() {
        return RequestBody.fromBytes(BODY);
    }

    private static String described(S3Client s3, String key) {
        ResponseBytes<GetObjectResponse> object =
                s3.getObjectAsBytes(get -> get.bucket(BUCKET).key(key));
        GetObjectResponse response = object.response();
        return response.contentLength() + " " + response.contentType() + " " + response.contentEncoding() + " "
                + new TreeMap<>(response.metadata()) + " " + sha256(object.asByteArray());
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Codecs.sha256(bytes));
    }

    private static String refused(Runnable request) {
        try {
            request.run();
            return "not refused";
        } catch (S3Exception e) {
            return e.statusCode() + " " + e.getClass().getSimpleName();
        }
    }
}
