package io.github.s3backed.store.s3;

import static io.github.s3backed.store.s3.FaultyStore.METADATA;
import static io.github.s3backed.store.s3.FaultyStore.bytes;
import static io.github.s3backed.store.s3.FaultyStore.failureOf;
import static io.github.s3backed.store.s3.FaultyStore.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.FaultyClients;
import io.github.s3backed.test.servers.HttpGate;
import io.github.s3backed.testkit.Fault;
import io.github.s3backed.testkit.Gate;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** Content that is stored in parts, whatever becomes of the requests. */
@ParameterizedClass
@EnumSource(Door.class)
@Tag("long")
class S3BlobStorePartsTest {

    private static final AwsBackend AWS = AwsBackend.embedded();
    private static final int PART = 5 * 1024 * 1024;
    private static final byte[] BODY = bytes(1, 2 * PART + 100);
    private static final Fault.Answer ERROR = new Fault.Answer(
            200, "application/xml", "<Error><Code>InternalError</Code><Message>injected</Message></Error>");

    private final Door door;
    private final String key = UUID.randomUUID().toString();
    private final List<FaultyStore> stores = new ArrayList<>();
    private final FaultyStore sound;

    S3BlobStorePartsTest(Door door) {
        this.door = door;
        this.sound = with(FaultyClients.inOrder());
    }

    /** The requests of a put in parts. */
    private enum Call {
        CREATE,
        PART,
        COMPLETE,
        ABORT,
        OTHER;

        static Call of(SdkHttpRequest request) {
            if (request.rawQueryParameters().containsKey("uploads")) {
                return CREATE;
            }
            if (!request.rawQueryParameters().containsKey("uploadId")) {
                return OTHER;
            }
            return switch (request.method()) {
                case PUT -> PART;
                case POST -> COMPLETE;
                case DELETE -> ABORT;
                default -> OTHER;
            };
        }
    }

    private FaultyStore with(FaultyClients faults) {
        return with(faults, builder -> builder.parallelParts(1));
    }

    private FaultyStore with(FaultyClients faults, UnaryOperator<S3BlobStore.Builder> settings) {
        FaultyStore opened = new FaultyStore(
                door,
                AWS,
                faults,
                builder -> settings.apply(builder.partSize(PART).divideAbove(PART)));
        stores.add(opened);
        return opened;
    }

    private FaultyStore whereEvery(Call call, Fault fault) {
        return with(FaultyClients.of((request, number) -> Call.of(request) == call ? fault : Fault.pass()));
    }

    private static List<Call> calls(FaultyStore store) {
        return store.requests().stream().map(Call::of).toList();
    }

    @AfterEach
    void closeStores() {
        unfinished()
                .forEach(upload -> AWS.s3()
                        .abortMultipartUpload(request ->
                                request.bucket(AWS.bucket()).key(upload.key()).uploadId(upload.uploadId())));
        stores.forEach(FaultyStore::close);
    }

    @AfterAll
    static void closeServers() {
        AWS.close();
    }

    private List<MultipartUpload> unfinished() {
        return AWS.s3().listMultipartUploads(request -> request.bucket(AWS.bucket())).uploads().stream()
                .filter(upload -> upload.key().equals(key))
                .toList();
    }

    private CompletableFuture<PutResult> put(FaultyStore store, PutMode mode) {
        return store.store().put(key, content(), METADATA, mode).toCompletableFuture();
    }

    /** Not in memory, and of unknown hash. */
    private static BlobContent content() {
        return new BlobContent() {
            @Override
            public long length() {
                return BODY.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(BODY);
            }
        };
    }

    private void assertStored() {
        assertThat(sound.read(key)).isEqualTo(BODY);
        assertThat(join(sound.store().head(key)).orElseThrow().metadata()).isEqualTo(METADATA);
        assertThat(unfinished()).isEmpty();
    }

    private void assertNothingIsLeft() {
        assertThat(join(sound.store().head(key))).isEmpty();
        assertThat(unfinished()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(PutMode.class)
    void storesContentInParts(PutMode mode) {
        FaultyStore store = with(FaultyClients.inOrder());
        assertThat(join(put(store, mode))).isEqualTo(PutResult.STORED);
        assertThat(calls(store)).containsExactly(Call.CREATE, Call.PART, Call.PART, Call.PART, Call.COMPLETE);
        assertStored();
    }

    @Test
    void storesContentInMemoryInParts() {
        assertThat(sound.put(key, BODY, PutMode.IF_ABSENT)).isEqualTo(PutResult.STORED);
        assertStored();
    }

    @Test
    void storesWhatIsNoLongerThanAPartInOneRequest() {
        FaultyStore store = with(FaultyClients.inOrder());
        store.put(key, bytes(2, PART), PutMode.OVERWRITE);
        assertThat(calls(store)).containsExactly(Call.OTHER);
    }

    @Test
    void dividesContentThatIsAWholeNumberOfParts() {
        FaultyStore store = with(FaultyClients.inOrder());
        store.put(key, bytes(3, 2 * PART), PutMode.OVERWRITE);
        assertThat(calls(store)).containsExactly(Call.CREATE, Call.PART, Call.PART, Call.COMPLETE);
        assertThat(sound.read(key)).isEqualTo(bytes(3, 2 * PART));
    }

    @Test
    void saysNoHashOfWhatWasDivided() {
        join(put(sound, PutMode.OVERWRITE));
        assertThat(join(sound.store().head(key)).flatMap(BlobInfo::sha256)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void sendsAgainWhatBrokeBeforeItWasDone(int number) {
        FaultyStore store =
                with(FaultyClients.of((request, n) -> n == number ? new Fault.BreakBefore() : Fault.pass()));
        assertThat(join(put(store, PutMode.IF_ABSENT))).isEqualTo(PutResult.STORED);
        assertStored();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void sendsAgainWhatBrokeAfterItWasDone(int number) {
        FaultyStore store = with(FaultyClients.of((request, n) -> n == number ? new Fault.LoseAnswer() : Fault.pass()));
        assertThat(join(put(store, PutMode.OVERWRITE))).isEqualTo(PutResult.STORED);
        assertStored();
    }

    @Test
    void leavesTheUploadWhoseBeginningWasNotConfirmed() {
        FaultyStore store = with(FaultyClients.inOrder(new Fault.LoseAnswer()));
        assertThat(join(put(store, PutMode.OVERWRITE))).isEqualTo(PutResult.STORED);
        assertThat(sound.read(key)).isEqualTo(BODY);
        assertThat(unfinished()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Call.class,
            names = {"CREATE", "PART", "COMPLETE"})
    void leavesNothingWhereACallIsNeverDone(Call call) {
        FaultyStore store = whereEvery(call, new Fault.BreakBefore());
        assertThat(failureOf(put(store, PutMode.OVERWRITE)))
                .isInstanceOf(BlobStoreException.class)
                .hasMessageContaining(key);
        assertNothingIsLeft();
    }

    @Test
    void leavesNothingWhereThePartsAreNeverConfirmed() {
        assertThat(failureOf(put(whereEvery(Call.PART, new Fault.LoseAnswer()), PutMode.OVERWRITE)))
                .isInstanceOf(BlobStoreException.class);
        assertNothingIsLeft();
    }

    @Test
    void beginsNoMorePartsAfterOneFailed() {
        FaultyStore store = whereEvery(Call.PART, Fault.s3Error(403, "AccessDenied"));
        failureOf(put(store, PutMode.OVERWRITE));
        assertThat(calls(store)).containsExactly(Call.CREATE, Call.PART, Call.ABORT);
    }

    @Test
    void findsWhatItHasStoredWhereTheEndIsNeverConfirmed() {
        assertThat(join(put(whereEvery(Call.COMPLETE, new Fault.LoseAnswer()), PutMode.OVERWRITE)))
                .isEqualTo(PutResult.STORED);
        assertStored();
    }

    @Test
    void findsWhatItHasStoredWhereTheEndIsAnsweredWithAnError() {
        assertThat(join(put(whereEvery(Call.COMPLETE, new Fault.Instead(ERROR)), PutMode.OVERWRITE)))
                .isEqualTo(PutResult.STORED);
        assertStored();
    }

    @Test
    void takesAnErrorForOneThatComesAsSuccess() {
        assertThat(failureOf(put(whereEvery(Call.COMPLETE, ERROR), PutMode.OVERWRITE)))
                .isInstanceOf(BlobStoreException.class)
                .hasMessageContaining("InternalError");
        assertNothingIsLeft();
    }

    @Test
    void doesNotTakeAFormerObjectForItsOwn() {
        sound.put(key, bytes(4, 100), PutMode.OVERWRITE);
        FaultyStore store = whereEvery(Call.COMPLETE, Fault.s3Error(404, "NoSuchUpload"));
        assertThat(failureOf(put(store, PutMode.OVERWRITE)))
                .isInstanceOf(BlobStoreException.class)
                .hasMessageContaining("unknown");
        assertThat(sound.read(key)).isEqualTo(bytes(4, 100));
    }

    @Test
    void doesNotTakeAFormerObjectLikeItsOwnForItsOwn() throws InterruptedException {
        join(put(sound, PutMode.OVERWRITE));
        // S3 dates objects in whole seconds.
        Thread.sleep(1100);
        FaultyStore store = whereEvery(Call.COMPLETE, Fault.s3Error(404, "NoSuchUpload"));
        assertThat(failureOf(put(store, PutMode.OVERWRITE))).isInstanceOf(BlobStoreException.class);
    }

    @Test
    void saysWithTheFailureThatTheAbortFailedToo() {
        FaultyStore store = with(FaultyClients.of((request, number) -> switch (Call.of(request)) {
            case PART -> Fault.s3Error(403, "AccessDenied");
            case ABORT -> Fault.s3Error(400, "Injected");
            default -> Fault.pass();
        }));
        Throwable failure = failureOf(put(store, PutMode.OVERWRITE));
        assertThat(failure.getCause().getSuppressed()).hasSize(1);
        assertThat(failure.getCause().getSuppressed()[0]).hasMessageContaining("400");
        assertThat(calls(store))
                .containsOnlyOnce(Call.CREATE)
                .filteredOn(Call.ABORT::equals)
                .hasSize(3);
        assertThat(unfinished()).hasSize(1);
    }

    @Test
    void leavesWhatIsThereAlone() {
        sound.put(key, bytes(5, 100), PutMode.OVERWRITE);
        assertThat(join(put(sound, PutMode.IF_ABSENT))).isEqualTo(PutResult.EXISTS);
        assertThat(sound.read(key)).isEqualTo(bytes(5, 100));
        assertThat(unfinished()).isEmpty();
    }

    @Test
    void beginsAgainWhereTwoPutsCollide() {
        List<Call> ends = new ArrayList<>();
        FaultyStore store = with(FaultyClients.of((request, number) -> {
            if (Call.of(request) == Call.COMPLETE) {
                ends.add(Call.COMPLETE);
                return ends.size() == 1 ? Fault.s3Error(409, "ConditionalRequestConflict") : Fault.pass();
            }
            return Fault.pass();
        }));
        assertThat(join(put(store, PutMode.IF_ABSENT))).isEqualTo(PutResult.STORED);
        assertThat(calls(store)).filteredOn(Call.CREATE::equals).hasSize(2);
        assertStored();
    }

    @Test
    void failsWhereContentEndsTooEarly() {
        BlobContent shorter = new BlobContent() {
            @Override
            public long length() {
                return BODY.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(BODY, 0, BODY.length - 1);
            }
        };
        assertThat(failureOf(sound.store().put(key, shorter, METADATA, PutMode.OVERWRITE)))
                .isInstanceOf(BlobStoreException.class)
                .hasRootCauseInstanceOf(EOFException.class);
        assertNothingIsLeft();
    }

    @Test
    void sendsNoMorePartsAtOnceThanAllowed() {
        HttpGate gate = new HttpGate();
        FaultyStore store = with(FaultyClients.inOrder().behind(gate), builder -> builder.parallelParts(2));
        store.put(key, bytes(6, 8 * PART), PutMode.OVERWRITE);
        assertThat(gate.mostUnderWay()).isEqualTo(2);
        assertThat(sound.read(key)).isEqualTo(bytes(6, 8 * PART));
    }

    @Test
    void abortsWhereItsStageIsCancelledMeanwhile() {
        Gate gate = new Gate();
        FaultyStore store = whereEvery(Call.PART, Fault.holdRequest(gate));
        CompletableFuture<PutResult> stage = put(store, PutMode.OVERWRITE);
        gate.awaitReached();
        stage.cancel(true);
        gate.breakOff();
        awaitAbort(store);
        assertThat(calls(store)).startsWith(Call.CREATE, Call.PART).endsWith(Call.ABORT);
        assertThat(calls(store)).doesNotContain(Call.COMPLETE);
        assertNothingIsLeft();
    }

    @Test
    void abortsWhereItsStageIsCancelledBeforeItKnowsOfItsUpload() {
        Gate gate = new Gate();
        FaultyStore store = whereEvery(Call.CREATE, Fault.holdAnswer(gate));
        CompletableFuture<PutResult> stage = put(store, PutMode.OVERWRITE);
        gate.awaitReached();
        stage.cancel(true);
        gate.open();
        awaitAbort(store);
        assertThat(calls(store)).containsExactly(Call.CREATE, Call.ABORT);
        assertNothingIsLeft();
    }

    /** Nobody waits for an abort after a cancellation. */
    private void awaitAbort(FaultyStore store) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!(calls(store).contains(Call.ABORT) && unfinished().isEmpty()) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void sendsWhatWasConfigured() {
        FaultyStore store = with(
                FaultyClients.inOrder(),
                builder -> builder.expectedBucketOwner("123456789012").storageClass(StorageClass.STANDARD_IA));
        assertThatCode(() -> join(put(store, PutMode.OVERWRITE))).doesNotThrowAnyException();
        assertThat(store.requests())
                .allSatisfy(request -> assertThat(request.firstMatchingHeader("x-amz-expected-bucket-owner"))
                        .hasValue("123456789012"));
        assertThat(store.requests().get(0).firstMatchingHeader("x-amz-storage-class"))
                .hasValue("STANDARD_IA");
    }
}
