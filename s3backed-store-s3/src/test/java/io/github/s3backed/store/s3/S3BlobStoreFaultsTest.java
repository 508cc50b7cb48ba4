package io.github.s3backed.store.s3;

import static io.github.s3backed.store.s3.FaultyStore.METADATA;
import static io.github.s3backed.store.s3.FaultyStore.bytes;
import static io.github.s3backed.store.s3.FaultyStore.failureOf;
import static io.github.s3backed.store.s3.FaultyStore.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.BlobNotFoundException;
import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.CorruptPayloadException;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobReader;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.FaultyClients;
import io.github.s3backed.testkit.Fault;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

@ParameterizedClass
@EnumSource(Door.class)
class S3BlobStoreFaultsTest {

    private static final AwsBackend AWS = AwsBackend.embedded();

    /** Beyond what the async door buffers. */
    private static final int LARGE = BodyTransformer.BUFFERED_LENGTH + 1;

    private static final BlobInfo OBSERVED =
            BlobInfo.of(METADATA, 10, Instant.EPOCH, Instant.EPOCH, null).withEntityTag("\"observed\"");

    private final Door door;
    private final String key = UUID.randomUUID().toString();
    private final List<FaultyStore> stores = new ArrayList<>();
    private final FaultyStore sound;

    S3BlobStoreFaultsTest(Door door) {
        this.door = door;
        this.sound = with(FaultyClients.inOrder());
    }

    private FaultyStore with(FaultyClients faults) {
        FaultyStore opened = new FaultyStore(door, AWS, faults, UnaryOperator.identity());
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

    @ParameterizedTest
    @ValueSource(ints = {1000, LARGE})
    void readsAgainWhereABodyBreaksOff(int length) {
        sound.put(key, bytes(1, length), PutMode.OVERWRITE);
        FaultyStore store = with(FaultyClients.inOrder(new Fault.BreakBody(length / 2)));
        assertThat(store.read(key)).isEqualTo(bytes(1, length));
        assertThat(store.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, LARGE})
    void givesUpWhereABodyBreaksOffAgainAndAgain(int length) {
        sound.put(key, bytes(2, length), PutMode.OVERWRITE);
        FaultyStore store = with(FaultyClients.always(new Fault.BreakBody(length / 2)));
        Throwable failure = failureOf(store.store().get(key, (info, body) -> body.readAllBytes()));
        assertThat(failure).isInstanceOf(BlobStoreException.class).hasMessageContaining(key);
        assertThat(failure).rootCause().hasMessage("The connection was broken on purpose.");
        assertThat(store.requests()).hasSizeBetween(Door.ATTEMPTS, S3Work.READS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, LARGE})
    void readsAgainWhereABitIsWrong(int length) {
        sound.put(key, bytes(3, length), PutMode.OVERWRITE);
        FaultyStore store = with(FaultyClients.inOrder(new Fault.FlipBit(length - 1)));
        assertThat(store.read(key)).isEqualTo(bytes(3, length));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, LARGE})
    void neverHandsOverAWrongBit(int length) {
        sound.put(key, bytes(4, length), PutMode.OVERWRITE);
        FaultyStore store = with(FaultyClients.always(new Fault.FlipBit(0)));
        assertThat(failureOf(store.store().get(key, (info, body) -> body.readAllBytes())))
                .isInstanceOf(BlobStoreException.class)
                .hasMessageContaining(key);
        assertThat(store.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, LARGE})
    void readsAgainWhereAReaderThatVerifiesFindsAWrongBit(int length) {
        byte[] expected = bytes(3, length);
        sound.put(key, expected, PutMode.OVERWRITE);
        FaultyStore store = with(FaultyClients.inOrder(new Fault.FlipBit(length - 1)));
        assertThat(join(store.store().get(key, verifying(expected)))).isEqualTo(expected);
        assertThat(store.requests()).hasSize(2);
    }

    @Test
    void leavesVerificationToAReaderThatDoesIt() {
        byte[] expected = bytes(3, 1000);
        sound.put(key, expected, PutMode.OVERWRITE);
        FaultyStore store = with(FaultyClients.inOrder());
        join(store.store().get(key, verifying(expected)));
        assertThat(store.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.firstMatchingHeader("x-amz-checksum-mode"))
                        .isEmpty());
    }

    @Test
    void saysThatAnObjectIsCorruptOnlyAfterItHasVerifiedWhatItGot() {
        sound.put(key, bytes(3, 1000), PutMode.OVERWRITE);
        FaultyStore store = with(FaultyClients.inOrder());
        assertThat(failureOf(store.store().get(key, verifying(bytes(4, 1000)))))
                .isInstanceOf(CorruptPayloadException.class);
        assertThat(store.requests())
                .extracting(request -> request.firstMatchingHeader("x-amz-checksum-mode"))
                .containsExactly(Optional.empty(), Optional.of("ENABLED"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, LARGE})
    void doesNotTakeWhatIsAlteredOnItsWayForACorruptObject(int length) {
        byte[] expected = bytes(4, length);
        sound.put(key, expected, PutMode.OVERWRITE);
        FaultyStore store = with(FaultyClients.always(new Fault.FlipBit(0)));
        assertThat(failureOf(store.store().get(key, verifying(expected))))
                .isInstanceOf(BlobStoreException.class)
                .isNotInstanceOf(CorruptPayloadException.class)
                .hasMessageContaining(key);
    }

    private static BlobReader<byte[]> verifying(byte[] expected) {
        return BlobReader.verifying((info, body) -> {
            byte[] read = body.readAllBytes();
            if (!Arrays.equals(read, expected)) {
                throw new CorruptPayloadException("It is something else.", null);
            }
            return read;
        });
    }

    @Test
    void doesNotBelieveAReaderThatHidesABrokenBody() {
        sound.put(key, bytes(5, LARGE), PutMode.OVERWRITE);
        FaultyStore store = with(FaultyClients.always(new Fault.BreakBody(100)));
        assertThat(failureOf(store.store().get(key, (info, body) -> {
                    try {
                        return body.readAllBytes();
                    } catch (IOException e) {
                        return new byte[0];
                    }
                })))
                .isInstanceOf(BlobStoreException.class);
    }

    @Test
    void takesItsOwnLostPutForOneThatWasThere() {
        FaultyStore store = with(FaultyClients.inOrder(new Fault.LoseAnswer()));
        assertThat(store.put(key, bytes(6, 1000), PutMode.IF_ABSENT)).isEqualTo(PutResult.EXISTS);
        assertThat(sound.read(key)).isEqualTo(bytes(6, 1000));
    }

    @Test
    void sendsTheWholeContentAgain() {
        FaultyStore store = with(FaultyClients.inOrder(new Fault.LoseAnswer()));
        assertThat(store.put(key, bytes(7, 300_000), PutMode.OVERWRITE)).isEqualTo(PutResult.STORED);
        assertThat(sound.read(key)).isEqualTo(bytes(7, 300_000));
        assertThat(store.requests()).hasSize(2);
    }

    @Test
    void triesAgainWhereTwoPutsCollide() {
        Fault conflict = Fault.s3Error(409, "ConditionalRequestConflict");
        FaultyStore store = with(FaultyClients.inOrder(conflict, conflict));
        assertThat(store.put(key, bytes(8, 10), PutMode.IF_ABSENT)).isEqualTo(PutResult.STORED);
        assertThat(store.requests()).hasSize(3);
    }

    @Test
    void givesUpWhereTwoPutsCollideForEver() {
        FaultyStore store = with(FaultyClients.always(Fault.s3Error(409, "ConditionalRequestConflict")));
        assertThat(failureOf(store.store().put(key, BlobContent.of(bytes(9, 1)), METADATA, PutMode.IF_ABSENT)))
                .isInstanceOf(BlobStoreException.class)
                .hasCauseInstanceOf(S3Exception.class);
        assertThat(store.requests()).hasSize(1 + S3Work.CONFLICTS);
    }

    @ParameterizedTest
    @EnumSource(S3Operation.class)
    void neverTakesADenialForAnAbsence(S3Operation operation) {
        Throwable failure = failureOf(run(operation, with(FaultyClients.always(Fault.s3Error(403, "AccessDenied")))));
        assertThat(failure)
                .isInstanceOf(BlobStoreException.class)
                .hasMessageContaining(AWS.bucket() + "/" + key)
                .hasMessageContaining(operation.action())
                .cause()
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }

    @ParameterizedTest
    @ValueSource(strings = {"InvalidObjectState", "SignatureDoesNotMatch", "RequestTimeTooSkewed"})
    void advisesNoPermissionWhereNoneIsMissing(String code) {
        FaultyStore store = with(FaultyClients.always(Fault.s3Error(403, code)));
        assertThat(failureOf(run(S3Operation.GET, store)))
                .isInstanceOf(BlobStoreException.class)
                .hasMessageContaining(code)
                .hasMessageNotContaining("Allow the caller");
    }

    @ParameterizedTest
    @EnumSource(S3Operation.class)
    void neverTakesThrottlingForAnAbsence(S3Operation operation) {
        Throwable failure = failureOf(run(operation, with(FaultyClients.always(Fault.s3Error(503, "SlowDown")))));
        assertThat(failure)
                .isInstanceOf(BlobStoreException.class)
                .hasMessageContaining("throttles")
                .cause()
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.isThrottlingException()).isTrue());
    }

    @ParameterizedTest
    @EnumSource(S3Operation.class)
    void neverTakesABrokenConnectionForAnAbsence(S3Operation operation) {
        Throwable failure = failureOf(run(operation, with(FaultyClients.always(new Fault.BreakBefore()))));
        assertThat(failure)
                .isInstanceOf(BlobStoreException.class)
                .hasMessageContaining(operation.doubt())
                .hasCauseInstanceOf(SdkClientException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = S3Operation.class,
            names = {"PUT", "GET"})
    void saysWhatToDoAboutAKmsKey(S3Operation operation) {
        FaultyStore store = with(FaultyClients.always(Fault.s3Error(400, "KMS.DisabledException")));
        assertThat(failureOf(run(operation, store)))
                .isInstanceOf(BlobStoreException.class)
                .hasMessageContaining(operation.kmsAction());
    }

    @ParameterizedTest
    @EnumSource(S3Operation.class)
    void neverTakesAMissingBucketForAMissingObject(S3Operation operation) {
        FaultyStore store = new FaultyStore(door, AWS, FaultyClients.inOrder(), builder -> builder.bucket("no-such"));
        stores.add(store);
        assertThat(failureOf(run(operation, store)))
                .isInstanceOf(BlobStoreException.class)
                .hasMessageContaining("s3://no-such/" + key)
                .hasMessageContaining("Make the bucket")
                .hasCauseInstanceOf(NoSuchBucketException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = S3Operation.class,
            names = {"GET", "HEAD"})
    void refusesAnAnswerWithoutADate(S3Operation operation) {
        sound.put(key, bytes(10, 10), PutMode.OVERWRITE);
        assertThat(failureOf(run(operation, with(FaultyClients.always(new Fault.DropHeader("Date"))))))
                .isInstanceOf(BlobStoreException.class)
                .hasMessageContaining("s3://" + AWS.bucket() + "/" + key)
                .hasMessageContaining("Date header");
    }

    @Test
    void asksWhatIsMissingWhereAHeadFindsNothing() {
        FaultyStore store = with(FaultyClients.inOrder());
        assertThat(join(store.store().head(key))).isEmpty();
        assertThat(store.requests()).hasSize(2);
    }

    @Test
    void findsNothingWhereAnObjectAppearsAfterTheHead() {
        sound.put(key, new byte[0], PutMode.OVERWRITE);
        FaultyStore store = with(FaultyClients.inOrder(Fault.s3Error(404, "")));
        assertThat(join(store.store().head(key))).isEmpty();
    }

    @Test
    void keepsTheClientsExceptionForAnAbsentObject() {
        assertThat(failureOf(run(S3Operation.GET, sound)))
                .isInstanceOf(BlobNotFoundException.class)
                .hasCauseInstanceOf(S3Exception.class);
    }

    @Test
    void getsOnWhereWhatFollowsAReadWaitsForAnother() {
        sound.put(key, bytes(11, 1000), PutMode.OVERWRITE);
        List<CompletionStage<Integer>> waiting = Stream.generate(() -> sound.store()
                        .get(key, (info, body) -> body.readAllBytes().length)
                        // Nobody should wait here, and somebody will, on as many threads as there are.
                        .thenApply(length -> length + sound.read(key).length))
                .limit(2L * Runtime.getRuntime().availableProcessors())
                .toList();
        assertThat(waiting).allSatisfy(stage -> assertThat(join(stage)).isEqualTo(2000));
    }

    @Test
    void runsAReaderOnThreadsOfItsOwn() {
        sound.put(key, bytes(11, 10), PutMode.OVERWRITE);
        String thread = join(
                sound.store().get(key, (info, body) -> Thread.currentThread().getName()));
        assertThat(thread).startsWith("s3backed-s3-");
    }

    @Test
    void callsAReaderOnceWhereNothingBreaks() {
        AtomicInteger calls = new AtomicInteger();
        sound.put(key, bytes(12, LARGE), PutMode.OVERWRITE);
        join(sound.store().get(key, (info, body) -> calls.incrementAndGet()));
        assertThat(calls).hasValue(1);
    }

    @Test
    void failsToReadWhereItsThreadsHaveEnded() {
        sound.put(key, bytes(14, 10), PutMode.OVERWRITE);
        sound.store().close();
        assertThat(failureOf(run(S3Operation.GET, sound)))
                .isInstanceOf(BlobStoreException.class)
                .hasMessageContaining("Was the store closed?");
    }

    /** Its HEAD says nothing of what is missing, and the body of the answer to the question after that breaks off. */
    @Test
    void findsThatThereIsNoObjectWhereTheAnswerBrokeOffThatSaysSo() {
        FaultyStore store = with(FaultyClients.inOrder(Fault.pass(), new Fault.BreakBody(5)));
        assertThat(join(store.store().head(key))).isEmpty();
    }

    /** Only S3's answer of a delete marker, asked for by its id, has this status. */
    @Test
    void doesNotTakeAHeadThatIsNotAllowedForAMissingObject() {
        sound.put(key, bytes(15, 10), PutMode.OVERWRITE);
        FaultyStore store = with(FaultyClients.always(Fault.s3Error(405, "MethodNotAllowed")));
        assertThat(failureOf(store.store().head(key))).isInstanceOf(BlobStoreException.class);
        assertThat(join(store.store().headVersion(key, "null"))).isEmpty();
    }

    private CompletionStage<?> run(S3Operation operation, FaultyStore faulty) {
        BlobStore store = faulty.store();
        return switch (operation) {
            case PUT -> store.put(key, BlobContent.of(bytes(13, 10)), METADATA, PutMode.IF_ABSENT);
            case GET -> store.get(key, (info, body) -> body.readAllBytes());
            case HEAD -> store.head(key);
            case COPY -> faulty.store().copy(store, key, OBSERVED, key);
            case HEAD_VERSION -> faulty.store().headVersion(key, "null");
            case RESTORE -> faulty.store().restore(key, "null", OBSERVED);
            case DELETE -> store.delete(key);
        };
    }
}
