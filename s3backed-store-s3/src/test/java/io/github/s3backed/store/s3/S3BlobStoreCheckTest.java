package io.github.s3backed.store.s3;

import static io.github.s3backed.store.s3.FaultyStore.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.spi.Finding;
import io.github.s3backed.core.spi.Finding.Severity;
import io.github.s3backed.core.spi.StoreUse;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.FaultyClients;
import io.github.s3backed.testkit.Fault;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** What a bucket's check finds, and says to do about it. */
@ParameterizedClass
@EnumSource(Door.class)
class S3BlobStoreCheckTest {

    private static final AwsBackend AWS = AwsBackend.embedded();
    private static final Fault DENIED = Fault.s3Error(403, "AccessDenied");
    private static final StoreUse EXCLUSIVE = new StoreUse("probe", true, true, false);
    private static final StoreUse SHARED = new StoreUse("probe", true, false, true);
    private static final StoreUse READING = new StoreUse("probe", false, false, false);

    private final Door door;

    S3BlobStoreCheckTest(Door door) {
        this.door = door;
    }

    @AfterAll
    static void closeServers() {
        AWS.close();
    }

    @Test
    void findsNothingWrongWhereNothingIs() {
        assertThat(check(EXCLUSIVE, request -> false)).isEmpty();
    }

    @Test
    void warnsOfSharedKeysInABucketWithoutVersions() {
        assertThat(check(SHARED, request -> false)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message()).contains("versioning is not enabled", "{writeId}");
        });
    }

    @Test
    void saysThatAVersionedBucketKeepsWhatIsDeleted() {
        String bucket = "s3backed-versions-" + UUID.randomUUID();
        AWS.s3().createBucket(create -> create.bucket(bucket));
        AWS.s3()
                .putBucketVersioning(put -> put.bucket(bucket)
                        .versioningConfiguration(versions -> versions.status(BucketVersioningStatus.ENABLED)));

        assertThat(check(SHARED, request -> false, settings -> settings.bucket(bucket)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.INFO);
                    assertThat(finding.message()).contains("NoncurrentVersionExpiration");
                });
    }

    @Test
    void doesWithoutThePermissionToAskForVersions() {
        assertThat(check(EXCLUSIVE, request -> query(request, "versioning")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.INFO);
                    assertThat(finding.message()).contains("403", "s3:GetBucketVersioning");
                });
    }

    @Test
    void doesNotTakeADeniedHeadOfTheBucketForMoreThanItIs() {
        assertThat(check(EXCLUSIVE, request -> isOfBucket(request) && request.method() == SdkHttpMethod.HEAD))
                .isEmpty();
    }

    @Test
    void warnsWhereAbsentObjectsCannotBeToldFromDeniedOnes() {
        assertThat(check(EXCLUSIVE, request -> request.encodedPath().endsWith("-absent")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                    assertThat(finding.message()).contains("s3:ListBucket");
                });
    }

    @Test
    void namesTheObjectThatItCouldNotDelete() {
        assertThat(check(EXCLUSIVE, request -> request.method() == SdkHttpMethod.DELETE))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.message())
                            .containsPattern("as does probe-[0-9a-f]+")
                            .contains("s3:DeleteObject");
                });
    }

    @Test
    void saysToWhomTheBucketShouldBelong() {
        List<Finding> findings =
                check(EXCLUSIVE, request -> true, settings -> settings.expectedBucketOwner("123456789012"));

        assertThat(findings)
                .filteredOn(finding -> finding.severity() == Severity.ERROR)
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error.message()).contains("123456789012"));
    }

    @Test
    void writesNothingWhereItOnlyReads() {
        FaultyClients faults = FaultyClients.inOrder();
        try (FaultyStore store = new FaultyStore(door, AWS, faults, UnaryOperator.identity())) {
            assertThat(join(store.store().check(READING))).isEmpty();
            assertThat(store.requests())
                    .extracting(SdkHttpRequest::method)
                    .containsOnly(SdkHttpMethod.HEAD, SdkHttpMethod.GET);
        }
    }

    @Test
    void namesABucketInAnotherRegion() {
        FaultyClients moved = FaultyClients.always(new Fault.Answer(301, "application/xml", ""));
        try (FaultyStore store = new FaultyStore(door, AWS, moved, UnaryOperator.identity())) {
            assertThat(join(store.store().check(EXCLUSIVE))).singleElement().satisfies(finding -> {
                assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                assertThat(finding.message()).contains("301", "another region");
            });
        }
    }

    private List<Finding> check(StoreUse use, Predicate<SdkHttpRequest> denied) {
        return check(use, denied, UnaryOperator.identity());
    }

    private List<Finding> check(
            StoreUse use, Predicate<SdkHttpRequest> denied, UnaryOperator<S3BlobStore.Builder> settings) {
        FaultyClients faults = FaultyClients.of((request, number) -> denied.test(request) ? DENIED : Fault.pass());
        try (FaultyStore store = new FaultyStore(door, AWS, faults, settings)) {
            return join(store.store().check(use));
        }
    }

    private static boolean query(SdkHttpRequest request, String parameter) {
        return request.rawQueryParameters().containsKey(parameter);
    }

    private static boolean isOfBucket(SdkHttpRequest request) {
        return request.encodedPath().lastIndexOf('/') == 0
                || request.encodedPath().matches("/[^/]+/");
    }
}
