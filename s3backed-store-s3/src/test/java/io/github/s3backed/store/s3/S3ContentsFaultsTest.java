package io.github.s3backed.store.s3;

import static io.github.s3backed.store.s3.FaultyStore.failureOf;
import static io.github.s3backed.store.s3.FaultyStore.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.spi.BlobVersion;
import io.github.s3backed.core.spi.FailedDeletion;
import io.github.s3backed.core.spi.UnfinishedUpload;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.FaultyClients;
import io.github.s3backed.testkit.Fault;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpRequest;

/** What is said of listings and batches that fail, and what is sent with them. */
@ParameterizedClass
@EnumSource(Door.class)
class S3ContentsFaultsTest {

    private static final AwsBackend AWS = AwsBackend.embedded();
    private static final Fault DENIED = new Fault.Answer(
            403, "application/xml", "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
    private static final BlobVersion VERSION = new BlobVersion("k", "v", true, false, 1, Instant.EPOCH);
    private static final UnfinishedUpload UPLOAD = new UnfinishedUpload("k", "u", Instant.EPOCH);

    private final Door door;

    S3ContentsFaultsTest(Door door) {
        this.door = door;
    }

    @AfterAll
    static void closeServers() {
        AWS.close();
    }

    private FaultyStore with(Fault... faults) {
        return new FaultyStore(door, AWS, FaultyClients.inOrder(faults), settings -> settings);
    }

    private void assertDenied(Function<S3BlobStore, CompletionStage<?>> call, String action, String resource) {
        try (FaultyStore store = with(DENIED)) {
            assertThat(failureOf(call.apply(store.store())))
                    .isInstanceOf(BlobStoreException.class)
                    .hasMessageStartingWith("The bucket s3://" + AWS.bucket() + " did not ")
                    .hasMessageContaining("S3 answered 403 AccessDenied. Allow the caller " + action
                            + " on arn:aws:s3:::" + AWS.bucket() + resource + ".")
                    .hasCauseInstanceOf(AwsServiceException.class);
        }
    }

    @Test
    void saysWhichActionIsDenied() {
        assertDenied(store -> store.list("", null), "s3:ListBucket", "");
        assertDenied(store -> store.versioning(), "s3:GetBucketVersioning", "");
        assertDenied(store -> store.listVersions("", null), "s3:ListBucketVersions", "");
        assertDenied(store -> store.listUploads("", null), "s3:ListBucketMultipartUploads", "");
        assertDenied(store -> store.abortUpload(UPLOAD), "s3:AbortMultipartUpload", "/*");
        assertDenied(store -> store.deleteAll(List.of("k")), "s3:DeleteObject", "/*");
        assertDenied(store -> store.deleteVersions(List.of(VERSION)), "s3:DeleteObjectVersion", "/*");
    }

    @Test
    void doesNotTakeAMissingBucketForAnEmptyOne() {
        Fault missing = new Fault.Answer(
                404, "application/xml", "<Error><Code>NoSuchBucket</Code><Message>none</Message></Error>");
        try (FaultyStore store = with(missing)) {
            assertThat(failureOf(store.store().list("", null)))
                    .isInstanceOf(BlobStoreException.class)
                    .hasMessageContaining("404 NoSuchBucket. Correct the configured name");
        }
    }

    @Test
    void doesNotTakeAListingWithoutADateForOneOfNow() {
        Fault undated = new Fault.Answer(
                200, "application/xml", "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
        try (FaultyStore store = with(undated)) {
            assertThat(failureOf(store.store().list("", null)))
                    .isInstanceOf(BlobStoreException.class)
                    .hasMessageContaining("no valid Date header");
        }
    }

    @Test
    void tellsWhatABatchLeftAndWhy() {
        Fault some = new Fault.Answer(
                200,
                "application/xml",
                "<DeleteResult>"
                        + "<Error><Key>a</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
                        + "<Error><Key>b</Key><VersionId>1</VersionId><Code>InternalError</Code><Message>no</Message></Error>"
                        + "<Error><Key>c</Key><Code>NoSuchKey</Code><Message>gone</Message></Error>"
                        + "</DeleteResult>");
        try (FaultyStore store = with(some)) {
            assertThat(join(store.store().deleteAll(List.of("a", "b", "c", "d"))))
                    .containsExactly(
                            new FailedDeletion("a", null, "AccessDenied: Access Denied"),
                            new FailedDeletion("b", "1", "InternalError: no"));
        }
    }

    @Test
    void sendsTheExpectedOwnerWithEveryRequest() {
        try (FaultyStore store = new FaultyStore(
                door, AWS, FaultyClients.always(DENIED), settings -> settings.expectedBucketOwner("123456789012"))) {
            failureOf(store.store().list("", null));
            failureOf(store.store().versioning());
            failureOf(store.store().listVersions("", null));
            failureOf(store.store().listUploads("", null));
            failureOf(store.store().abortUpload(UPLOAD));
            failureOf(store.store().deleteAll(List.of("k")));
            failureOf(store.store().deleteVersions(List.of(VERSION)));
            assertThat(store.requests()).hasSizeGreaterThanOrEqualTo(7).allSatisfy(this::namesTheOwner);
        }
    }

    private void namesTheOwner(SdkHttpRequest request) {
        assertThat(request.firstMatchingHeader("x-amz-expected-bucket-owner")).hasValue("123456789012");
    }
}
