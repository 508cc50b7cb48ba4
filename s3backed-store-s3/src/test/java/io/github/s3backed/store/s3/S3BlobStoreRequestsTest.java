package io.github.s3backed.store.s3;

import static io.github.s3backed.store.s3.FaultyStore.bytes;
import static io.github.s3backed.store.s3.FaultyStore.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.FaultyClients;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;

@ParameterizedClass
@EnumSource(Door.class)
class S3BlobStoreRequestsTest {

    private static final AwsBackend AWS = AwsBackend.embedded();

    /** The hash of "abc", the example of FIPS 180-2. */
    private static final String ABC = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

    private final Door door;
    private final String key = UUID.randomUUID().toString();
    private FaultyStore store;

    S3BlobStoreRequestsTest(Door door) {
        this.door = door;
        this.store = with(UnaryOperator.identity());
    }

    private FaultyStore with(UnaryOperator<S3BlobStore.Builder> settings) {
        if (store != null) {
            store.close();
        }
        store = new FaultyStore(door, AWS, FaultyClients.inOrder(), settings);
        return store;
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @AfterAll
    static void closeServers() {
        AWS.close();
    }

    @Test
    void sendsTheHashInFrontAndNothingBehindTheBody() {
        put(BlobContent.of("abc".getBytes()), "gzip", PutMode.OVERWRITE);
        assertHashInFront();
    }

    @Test
    void sendsTheHashOfContentThatDoesNotKnowIt() {
        put(new Stream("abc".getBytes()), "gzip", PutMode.OVERWRITE);
        assertHashInFront();
    }

    private void assertHashInFront() {
        assertThat(header("x-amz-checksum-sha256")).containsExactly(ABC);
        assertThat(header("x-amz-trailer")).isEmpty();
        assertThat(header("x-amz-sdk-checksum-algorithm")).isEmpty();
        assertThat(header("x-amz-decoded-content-length")).isEmpty();
        assertThat(header("Content-Encoding")).containsExactly("gzip");
        assertThat(header("Content-Length")).containsExactly("3");
        assertThat(header("Content-Type")).containsExactly("text/plain; charset=UTF-8");
    }

    @Test
    void namesNoContentCodingWhereThereIsNone() {
        put(BlobContent.of("abc".getBytes()), BlobMetadata.IDENTITY, PutMode.OVERWRITE);
        assertThat(header("Content-Encoding")).isEmpty();
    }

    @Test
    void putsOnAConditionOnlyWhereAskedTo() {
        put(BlobContent.of("abc".getBytes()), "gzip", PutMode.OVERWRITE);
        assertThat(header("If-None-Match")).isEmpty();
        put(BlobContent.of("abc".getBytes()), "gzip", PutMode.IF_ABSENT);
        assertThat(header("If-None-Match")).containsExactly("*");
    }

    private static String header(SdkHttpRequest request, String name) {
        return request.firstMatchingHeader(name).orElseThrow();
    }

    @Test
    void namesTheBucketsOwnerInEveryRequest() {
        with(builder -> builder.expectedBucketOwner("123456789012"));
        put(BlobContent.of(bytes(1, 10)), "gzip", PutMode.OVERWRITE);
        store.read(key);
        join(store.store().head(key));
        join(store.store().delete(key));
        join(store.store().head(key));
        // After a HEAD that was answered 404 the server may break the connection, and the client tries once more.
        assertThat(store.requests().stream()
                        .filter(request -> header(request, "amz-sdk-request").startsWith("attempt=1"))
                        .map(SdkHttpRequest::method))
                .containsExactly(
                        SdkHttpMethod.PUT,
                        SdkHttpMethod.GET,
                        SdkHttpMethod.HEAD,
                        SdkHttpMethod.DELETE,
                        SdkHttpMethod.HEAD,
                        SdkHttpMethod.GET);
        assertThat(store.requests())
                .allSatisfy(request -> assertThat(request.firstMatchingHeader("x-amz-expected-bucket-owner"))
                        .hasValue("123456789012"));
    }

    @Test
    void asksForChecksumsOfWhatItReads() {
        put(BlobContent.of(bytes(2, 10)), "gzip", PutMode.OVERWRITE);
        store.read(key);
        assertThat(header("x-amz-checksum-mode")).containsExactly("ENABLED");
        join(store.store().head(key));
        assertThat(header("x-amz-checksum-mode")).containsExactly("ENABLED");
    }

    @Test
    void encryptsAsConfigured() {
        with(builder -> builder.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                .kmsKeyId("alias/payloads")
                .bucketKeyEnabled(true));
        put(BlobContent.of(bytes(3, 10)), "gzip", PutMode.OVERWRITE);
        assertThat(header("x-amz-server-side-encryption")).containsExactly("aws:kms");
        assertThat(header("x-amz-server-side-encryption-aws-kms-key-id")).containsExactly("alias/payloads");
        assertThat(header("x-amz-server-side-encryption-bucket-key-enabled")).containsExactly("true");
    }

    @Test
    void choosesTheStorageClassAsConfigured() {
        with(builder -> builder.storageClass(StorageClass.STANDARD_IA));
        put(BlobContent.of(bytes(4, 10)), "gzip", PutMode.OVERWRITE);
        assertThat(header("x-amz-storage-class")).containsExactly("STANDARD_IA");
    }

    @Test
    void tagsAsConfigured() {
        with(builder -> builder.tags(Map.of("team", "a & b", "kind", "payload")));
        // S3Proxy answers that it has no tags, which is as good as any answer here.
        store.store()
                .put(key, BlobContent.of(bytes(5, 10)), FaultyStore.METADATA, PutMode.OVERWRITE)
                .handle((result, failure) -> result)
                .toCompletableFuture()
                .join();
        assertThat(header("x-amz-tagging")).containsExactly("kind=payload&team=a%20%26%20b");
    }

    @Test
    void sendsNothingThatWasNotConfigured() {
        put(BlobContent.of(bytes(6, 10)), "gzip", PutMode.OVERWRITE);
        assertThat(last().headers().keySet())
                .doesNotContain(
                        "x-amz-expected-bucket-owner",
                        "x-amz-server-side-encryption",
                        "x-amz-server-side-encryption-bucket-key-enabled",
                        "x-amz-storage-class",
                        "x-amz-tagging",
                        "x-amz-acl");
    }

    private void put(BlobContent content, String encoding, PutMode mode) {
        BlobMetadata metadata = new BlobMetadata("text/plain; charset=UTF-8", encoding, Map.of());
        join(store.store().put(key, content, metadata, mode));
    }

    private List<String> header(String name) {
        return last().matchingHeaders(name);
    }

    private SdkHttpRequest last() {
        return store.requests().get(store.requests().size() - 1);
    }

    /** Content that is not in memory. */
    private record Stream(byte[] bytes) implements BlobContent {

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }
}
