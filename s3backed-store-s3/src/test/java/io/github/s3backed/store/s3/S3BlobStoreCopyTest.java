package io.github.s3backed.store.s3;

import static io.github.s3backed.store.s3.FaultyStore.METADATA;
import static io.github.s3backed.store.s3.FaultyStore.bytes;
import static io.github.s3backed.store.s3.FaultyStore.failureOf;
import static io.github.s3backed.store.s3.FaultyStore.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.BlobChangedException;
import io.github.s3backed.core.BlobNotFoundException;
import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.FaultyClients;
import io.github.s3backed.testkit.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** Copies, in one request and in parts, whatever becomes of the requests. */
@ParameterizedClass
@EnumSource(Door.class)
class S3BlobStoreCopyTest {

    private static final AwsBackend AWS = AwsBackend.embedded();
    private static final int PART = 5 * 1024 * 1024;
    private static final int LARGE = 2 * PART + 100;

    private final Door door;
    private final String key = UUID.randomUUID().toString();
    private final String copy = UUID.randomUUID().toString();
    private final List<FaultyStore> stores = new ArrayList<>();
    private final FaultyStore sound;

    S3BlobStoreCopyTest(Door door) {
        this.door = door;
        this.sound = with(FaultyClients.inOrder());
    }

    private FaultyStore with(FaultyClients faults) {
        return with(faults, UnaryOperator.identity());
    }

    private FaultyStore with(FaultyClients faults, UnaryOperator<S3BlobStore.Builder> settings) {
        FaultyStore opened = new FaultyStore(
                door,
                AWS,
                faults,
                builder -> settings.apply(builder.partSize(PART).copyAbove(PART)));
        stores.add(opened);
        return opened;
    }

    @AfterEach
    void closeStores() {
        stores.forEach(FaultyStore::close);
    }

    @AfterAll
    static void closeServers() {
        AWS.close();
    }

    private BlobInfo stored(int length) {
        sound.put(key, bytes(1, length), PutMode.OVERWRITE);
        return join(sound.store().head(key)).orElseThrow();
    }

    private CompletionStage<Void> copy(FaultyStore store, BlobInfo observed) {
        return store.store().copy(store.store(), key, observed, copy);
    }

    private static boolean isPart(SdkHttpRequest request) {
        return request.rawQueryParameters().containsKey("partNumber");
    }

    private void assertNothingIsLeft() {
        assertThat(join(sound.store().head(copy))).isEmpty();
        assertThat(AWS.s3()
                        .listMultipartUploads(request -> request.bucket(AWS.bucket()))
                        .uploads())
                .noneMatch(upload -> upload.key().equals(copy));
    }

    @Test
    void copiesInOneRequestWhatS3CopiesInOne() {
        BlobInfo observed = stored(PART);
        FaultyStore store = with(FaultyClients.inOrder());
        join(copy(store, observed));
        assertThat(store.requests()).hasSize(1);
        assertThat(sound.read(copy)).isEqualTo(bytes(1, PART));
    }

    @Test
    void copiesInPartsWhatS3DoesNotCopyInOneRequest() {
        BlobInfo observed = stored(LARGE);
        FaultyStore store = with(FaultyClients.inOrder());
        join(copy(store, observed));
        assertThat(store.requests()).filteredOn(S3BlobStoreCopyTest::isPart).hasSize(3);
        assertThat(sound.read(copy)).isEqualTo(bytes(1, LARGE));
        assertThat(join(sound.store().head(copy)).orElseThrow().metadata()).isEqualTo(METADATA);
    }

    @Test
    void copiesInPartsOntoItself() {
        BlobInfo observed = stored(LARGE);
        join(sound.store().copy(sound.store(), key, observed, key));
        assertThat(sound.read(key)).isEqualTo(bytes(1, LARGE));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, LARGE})
    void copiesAgainWhatWasDoneAndNotConfirmed(int length) {
        BlobInfo observed = stored(length);
        FaultyStore store = with(FaultyClients.of(
                (request, number) -> number == (length == LARGE ? 5 : 1) ? new Fault.LoseAnswer() : Fault.pass()));
        join(copy(store, observed));
        assertThat(sound.read(copy)).isEqualTo(bytes(1, length));
    }

    @Test
    void takesAnErrorForOneThatComesAsSuccess() {
        BlobInfo observed = stored(100);
        String error = "<Error><Code>InternalError</Code><Message>injected</Message></Error>";
        FaultyStore store = with(FaultyClients.always(new Fault.Answer(200, "application/xml", error)));
        assertThat(failureOf(copy(store, observed)))
                .isInstanceOf(BlobStoreException.class)
                .hasMessageContaining("copy to s3://" + AWS.bucket() + "/" + copy)
                .hasMessageContaining("unknown");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, LARGE})
    void copiesNothingThatWasReplaced(int length) {
        BlobInfo observed = stored(length);
        sound.put(key, bytes(2, length), PutMode.OVERWRITE);
        assertThat(failureOf(copy(sound, observed)))
                .isInstanceOf(BlobChangedException.class)
                .hasMessageContaining(key);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, LARGE})
    void copiesNothingThatIsNotThere(int length) {
        BlobInfo observed = stored(length);
        join(sound.store().delete(key));
        assertThat(failureOf(copy(sound, observed)))
                .isInstanceOf(BlobNotFoundException.class)
                .hasMessageContaining(key);
        assertNothingIsLeft();
    }

    @Test
    void leavesNothingWhereAPartIsNotCopied() {
        BlobInfo observed = stored(LARGE);
        FaultyStore store = with(FaultyClients.of(
                (request, number) -> isPart(request) ? Fault.s3Error(403, "AccessDenied") : Fault.pass()));
        assertThat(failureOf(copy(store, observed)))
                .isInstanceOf(BlobStoreException.class)
                .hasMessageContaining("s3:GetObject");
        assertNothingIsLeft();
    }

    @Test
    void copiesFromStoresOverTheSameClientOnly() {
        FaultyStore other = with(FaultyClients.inOrder());
        assertThat(sound.store().copiesFrom(sound.store())).isTrue();
        assertThat(sound.store().copiesFrom(other.store())).isFalse();
        assertThat(failureOf(sound.store().copy(other.store(), key, stored(10), copy)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not over the same S3 client");
    }

    @Test
    void refusesAKeyThatS3WouldNotTake() {
        assertThat(failureOf(sound.store().copy(sound.store(), key, stored(10), "")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sendsWhatWasConfiguredForTheCopy() {
        BlobInfo observed = stored(10);
        FaultyStore store = with(
                FaultyClients.always(Fault.s3Error(403, "AccessDenied")),
                builder -> builder.expectedBucketOwner("123456789012")
                        .storageClass(StorageClass.STANDARD_IA)
                        .tags(Map.of("team", "a")));
        failureOf(copy(store, observed));
        SdkHttpRequest request = store.requests().get(0);
        assertThat(request.firstMatchingHeader("x-amz-expected-bucket-owner")).hasValue("123456789012");
        assertThat(request.firstMatchingHeader("x-amz-source-expected-bucket-owner"))
                .hasValue("123456789012");
        assertThat(request.firstMatchingHeader("x-amz-storage-class")).hasValue("STANDARD_IA");
        assertThat(request.firstMatchingHeader("x-amz-tagging-directive")).hasValue("REPLACE");
        assertThat(request.firstMatchingHeader("x-amz-tagging")).hasValue("team=a");
        assertThat(request.firstMatchingHeader("x-amz-metadata-directive")).hasValue("REPLACE");
        assertThat(request.firstMatchingHeader("x-amz-checksum-algorithm")).hasValue("SHA256");
        assertThat(request.firstMatchingHeader("x-amz-copy-source-if-match")).isEqualTo(observed.entityTag());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, LARGE})
    void restoresFromTheVersionThatWasAskedFor(int length) {
        BlobInfo observed = stored(length);
        FaultyStore store = with(FaultyClients.of((request, number) ->
                request.firstMatchingHeader("x-amz-copy-source").isPresent()
                        ? Fault.s3Error(403, "AccessDenied")
                        : Fault.pass()));
        assertThat(failureOf(store.store().restore(key, "some-version", observed)))
                .isInstanceOf(BlobStoreException.class)
                .hasMessageContaining("s3:GetObjectVersion");
        assertThat(store.requests())
                .filteredOn(request ->
                        request.firstMatchingHeader("x-amz-copy-source").isPresent())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(
                                request.firstMatchingHeader("x-amz-copy-source").orElseThrow())
                        .endsWith("?versionId=some-version"));
    }
}
