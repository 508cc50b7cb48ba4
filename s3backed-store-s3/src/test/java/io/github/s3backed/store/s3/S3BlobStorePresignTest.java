package io.github.s3backed.store.s3;

import static io.github.s3backed.store.s3.FaultyStore.METADATA;
import static io.github.s3backed.store.s3.FaultyStore.bytes;
import static io.github.s3backed.store.s3.FaultyStore.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PresignedUrl;
import io.github.s3backed.core.spi.PresigningBlobStore;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

@AwsTest
class S3BlobStorePresignTest {

    private static final String TEXT = "A text that shrinks, shrinks, shrinks, shrinks and shrinks.";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final String key = "a b/\u00fc+%/" + UUID.randomUUID();
    private final S3Presigner presigner;
    private final S3BlobStore store;
    private final S3BlobStore without;

    S3BlobStorePresignTest(AwsBackend aws) {
        this.presigner = aws.s3Presigner();
        this.without = S3BlobStore.create(aws.s3(), aws.bucket());
        this.store = S3BlobStore.builder()
                .client(aws.s3())
                .bucket(aws.bucket())
                .expectedBucketOwner("123456789012")
                .presigner(presigner)
                .build();
    }

    @AfterEach
    void close() {
        store.close();
        without.close();
        presigner.close();
    }

    private PresignedUrl presign(byte[] body, BlobMetadata metadata, @Nullable String disposition) {
        join(without.put(key, BlobContent.of(body), metadata, PutMode.OVERWRITE));
        return store.presign(key, MINUTE, disposition);
    }

    /** What somebody gets who knows nothing but the URL. */
    private record Answer(
            byte[] body,
            @Nullable String type,
            @Nullable String encoding,
            @Nullable String disposition) {

        static Answer of(PresignedUrl presigned) throws IOException {
            HttpURLConnection connection =
                    (HttpURLConnection) presigned.url().toURL().openConnection();
            try (InputStream body = connection.getInputStream()) {
                return new Answer(
                        body.readAllBytes(),
                        connection.getContentType(),
                        connection.getContentEncoding(),
                        connection.getHeaderField("Content-Disposition"));
            }
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static BlobMetadata plain() {
        return new BlobMetadata("text/plain", BlobMetadata.IDENTITY, Map.of());
    }

    @Test
    void letsAnybodyRead() throws IOException {
        Answer answer = Answer.of(presign(bytes(1, 1000), plain(), null));
        assertThat(answer.body()).isEqualTo(bytes(1, 1000));
        assertThat(answer.type()).isEqualTo("text/plain");
        assertThat(answer.encoding()).isNull();
    }

    @Test
    void letsAnybodyReadWhatIsCompressed() throws IOException {
        Answer answer = Answer.of(presign(gzip(TEXT), METADATA, null));
        assertThat(answer.body()).isEqualTo(gzip(TEXT));
        assertThat(answer.encoding()).isEqualTo("gzip");
    }

    @Test
    void saysHowWhatIsReadIsSaved() throws IOException {
        String disposition = "attachment; filename=\"a.txt\"";
        Answer answer = Answer.of(presign(bytes(2, 10), plain(), disposition));
        assertThat(answer.disposition()).isEqualTo(disposition);
    }

    @ParameterizedTest
    @ValueSource(strings = {BlobMetadata.IDENTITY, "gzip"})
    void isReadByCurl(String encoding) throws Exception {
        assumeTrue(hasCurl(), "There is no curl on this machine.");
        byte[] body = encoding.equals("gzip") ? gzip(TEXT) : TEXT.getBytes(StandardCharsets.UTF_8);
        PresignedUrl presigned = presign(body, new BlobMetadata("text/plain", encoding, Map.of()), null);
        Process curl = new ProcessBuilder(
                        "curl",
                        "--silent",
                        "--fail",
                        "--compressed",
                        presigned.url().toString())
                .start();
        assertThat(new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(TEXT);
        assertThat(curl.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private static boolean hasCurl() throws InterruptedException {
        try {
            return new ProcessBuilder("curl", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void saysWhenItExpires() {
        Instant before = Instant.now();
        PresignedUrl presigned = store.presign(key, MINUTE, null);
        assertThat(presigned.expiresAt())
                .isBetween(before.plus(MINUTE).minusSeconds(1), Instant.now().plus(MINUTE));
    }

    @Test
    void keepsTheCredentialOutOfLogs() {
        PresignedUrl presigned = store.presign(key, MINUTE, null);
        assertThat(presigned.toString()).doesNotContain("X-Amz-Signature");
        assertThat(presigned.url().toString()).contains("X-Amz-Signature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.5S", "PT1H0.001S"})
    void refusesADurationThatIsNotAllowed(String duration) {
        assertThatThrownBy(() -> store.presign(key, Duration.parse(duration), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxPresignDuration");
    }

    @Test
    void saysWhatItNeeds() {
        assertThat(without.as(PresigningBlobStore.class)).hasValue(without);
        assertThatThrownBy(() -> without.presign(key, MINUTE, null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("presigner()");
    }
}
