package io.github.s3backed.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.test.servers.FaultyClients;
import io.github.s3backed.testkit.Fault;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The lean server sends an MD5 behind an object where it is told to, and both of the SDK's clients go by it. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class LeanMd5Test {

    private static final String BUCKET = "md5";
    private static final byte[] BODY = Payloads.noise(100_000);

    private final boolean async;
    private final LeanS3Server lean = LeanS3Server.start();
    private final S3Client sound = configure(S3Client.builder())
            .httpClientBuilder(FaultyClients.inOrder().blocking())
            .build();

    LeanMd5Test(boolean async) {
        this.async = async;
    }

    private <B extends S3BaseClientBuilder<B, ?>> B configure(B builder) {
        return builder.endpointOverride(lean.endpoint())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")));
    }

    @BeforeEach
    void put() {
        sound.putObject(put -> put.bucket(BUCKET).key("k"), RequestBody.fromBytes(BODY));
    }

    @AfterEach
    void close() {
        sound.close();
        lean.close();
    }

    private ResponseBytes<GetObjectResponse> get(FaultyClients http, Consumer<GetObjectRequest.Builder> options) {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(BUCKET)
                .key("k")
                .applyMutation(options)
                .build();
        if (async) {
            try (S3AsyncClient s3 = configure(S3AsyncClient.builder())
                    .httpClientBuilder(http.async())
                    .build()) {
                return s3.getObject(request, AsyncResponseTransformer.toBytes()).join();
            }
        }
        try (S3Client s3 =
                configure(S3Client.builder()).httpClientBuilder(http.blocking()).build()) {
            return s3.getObjectAsBytes(request);
        }
    }

    /** Whether an MD5 came behind an object that is as it was put. */
    private boolean appended(Consumer<GetObjectRequest.Builder> options) {
        ResponseBytes<GetObjectResponse> object = get(FaultyClients.inOrder(), options);
        assertThat(object.asByteArrayUnsafe()).isEqualTo(BODY);
        return object.response()
                .sdkHttpResponse()
                .matchingHeaders("x-amz-transfer-encoding")
                .contains("append-md5");
    }

    @Test
    void appendsNothingByItself() {
        assertThat(appended(get -> {})).isFalse();
    }

    @Test
    void appendsTheMd5WhereItIsAskedForIt() {
        lean.appendMd5(true);
        assertThat(appended(get -> {})).isTrue();
        assertThat(appended(get -> {})).isTrue();
        assertThat(appended(get -> get.checksumMode(ChecksumMode.ENABLED))).isFalse();
    }

    @Test
    void appendsNothingToARange() {
        lean.appendMd5(true);
        assertThat(appended(get -> get.range("bytes=0-"))).isFalse();
    }

    @Test
    void appendsTheMd5OfAWholeObjectThatCameInParts() {
        String id = sound.createMultipartUpload(create -> create.bucket(BUCKET).key("k"))
                .uploadId();
        List<CompletedPart> parts = List.of(part(id, 1, Payloads.noise(60_000)), part(id, 2, new byte[40_000]));
        sound.completeMultipartUpload(
                complete -> complete.bucket(BUCKET).key("k").uploadId(id).multipartUpload(all -> all.parts(parts)));
        lean.appendMd5(true);
        assertThat(get(FaultyClients.inOrder(), get -> {}).response().contentLength())
                .isEqualTo(100_000);
    }

    private CompletedPart part(String id, int number, byte[] body) {
        String tag = sound.uploadPart(
                        part -> part.bucket(BUCKET).key("k").uploadId(id).partNumber(number),
                        RequestBody.fromBytes(body))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }

    @Test
    void makesClientsFailABodyThatIsNotThatOfItsMd5() {
        lean.appendMd5(true);
        assertThatThrownBy(() -> get(altering(), get -> {})).hasMessageContaining("different checksum");
    }

    @Test
    void leavesItToClientsToTakeAnyBodyWithoutAnMd5() {
        assertThat(get(altering(), get -> {}).asByteArrayUnsafe())
                .hasSameSizeAs(BODY)
                .isNotEqualTo(BODY);
    }

    /** Between the server and the client. */
    private static FaultyClients altering() {
        return FaultyClients.always(new Fault.FlipBit(0));
    }
}
