package io.github.s3backed.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.BlobStores;
import io.github.s3backed.core.spi.BlobStore;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

class S3BlobStoreBuilderTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 5 * 1024 * 1024 - 1, 5L * 1024 * 1024 * 1024 + 1})
    void takesNoPartsThatS3DoesNotTake(long bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3BlobStore.builder().partSize(bytes))
                .withMessageContaining(Long.toString(bytes));
    }

    @Test
    void hasAtLeastOnePartUnderWay() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3BlobStore.builder().parallelParts(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT168H1S"})
    void letsNoUrlBeValidForLongerThanASignature(String longest) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3BlobStore.builder().maxPresignDuration(Duration.parse(longest)));
    }

    @Test
    void makesPartsLargerWhereThereWouldBeTooMany() {
        S3Limits.Parts parts = S3Limits.Parts.of(10_000L * 8 * 1024 * 1024 + 1, 8 * 1024 * 1024);
        assertThat(parts.count()).isBetween(9_900, 10_000);
        assertThat(parts.position(parts.count()) + parts.length(parts.count())).isEqualTo(parts.length());
    }

    @Test
    void needsABucket() {
        assertThatThrownBy(() -> S3BlobStore.builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bucket");
    }

    @Test
    void needsOneClient() {
        assertThatThrownBy(() -> S3BlobStore.builder().bucket("b").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("S3AsyncClient");
        try (S3Client one = S3Client.builder().region(Region.US_EAST_1).build();
                S3AsyncClient two =
                        S3AsyncClient.builder().region(Region.US_EAST_1).build()) {
            S3BlobStore.Builder both =
                    S3BlobStore.builder().bucket("b").client(one).client(two);
            assertThatThrownBy(both::build).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12345678901", "1234567890123", "12345678901a"})
    void refusesWhatIsNoAccount(String account) {
        assertThatThrownBy(() -> S3BlobStore.builder().expectedBucketOwner(account))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("12 digits");
    }

    @Test
    void refusesAKmsKeyWithoutKms() {
        S3BlobStore.Builder builder = S3BlobStore.builder()
                .bucket("b")
                .serverSideEncryption(ServerSideEncryption.AES256)
                .kmsKeyId("k");
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("AWS_KMS");
    }

    @Test
    void refusesMoreTagsThanS3Takes() {
        Map<String, String> tags =
                IntStream.range(0, 11).boxed().collect(Collectors.toMap(i -> "tag" + i, String::valueOf));
        assertThatThrownBy(() -> S3BlobStore.builder().tags(tags))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10 tags");
    }

    @Test
    void isFoundByItsScheme() {
        URI uri = URI.create("s3://my-bucket?region=eu-central-1&expectedBucketOwner=123456789012");
        try (BlobStore store = BlobStores.create(uri)) {
            assertThat(store).isInstanceOf(S3BlobStore.class);
            assertThat(store.location()).hasToString("s3://my-bucket");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3:my-bucket",
                "s3:///key",
                "s3://my-bucket/prefix",
                "s3://my-bucket?regoin=eu-central-1",
                "s3://my-bucket?region",
                "s3://my-bucket?region=",
                "s3://my-bucket?region=a&region=b",
                "s3://my-bucket#fragment"
            })
    void refusesAUriThatItDoesNotUnderstand(String uri) {
        assertThatThrownBy(() -> new S3BlobStore.Provider().create(URI.create(uri)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("s3://my-bucket?region=eu-central-1")
                .hasMessageContaining(uri);
    }
}
