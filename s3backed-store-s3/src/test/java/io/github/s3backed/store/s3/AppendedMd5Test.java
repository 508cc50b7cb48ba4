package io.github.s3backed.store.s3;

import static io.github.s3backed.store.s3.FaultyStore.bytes;
import static io.github.s3backed.store.s3.FaultyStore.failureOf;
import static io.github.s3backed.store.s3.FaultyStore.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.CorruptPayloadException;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.LateRead;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.core.StreamedPayload;
import io.github.s3backed.core.spi.BlobBody;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobReader;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.store.s3.AppendingServer.Harm;
import io.github.s3backed.test.servers.FaultyClients;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Reads of readers that verify, from a server that sends an MD5 behind a body where a client wants to have it. */
@ParameterizedClass
@EnumSource(Door.class)
class AppendedMd5Test {

    private static final int LARGE = BodyTransformer.BUFFERED_LENGTH + 1;
    private static final int STREAMED = 1_000_000;
    private static final String MODE = "x-amz-checksum-mode";
    private static final String ENABLED = "ENABLED";
    private static final String NONE = "-";

    private final Door door;
    private AppendingServer server;
    private SdkAutoCloseable client;
    private S3BlobStore store;

    AppendedMd5Test(Door door) {
        this.door = door;
    }

    private void start(boolean appends, boolean validates) throws IOException {
        server = new AppendingServer(appends);
        if (door == Door.BLOCKING) {
            S3Client blocking = configure(S3Client.builder(), validates).build();
            client = blocking;
            store = S3BlobStore.create(blocking, "bucket");
        } else {
            S3AsyncClient async = configure(S3AsyncClient.builder(), validates)
                    .httpClientBuilder(FaultyClients.inOrder().async())
                    .build();
            client = async;
            store = S3BlobStore.create(async, "bucket");
        }
    }

    private void start() throws IOException {
        start(true, true);
    }

    private <B extends S3BaseClientBuilder<B, ?>> B configure(B builder, boolean validates) {
        return builder.endpointOverride(server.endpoint())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .responseChecksumValidation(
                        validates
                                ? ResponseChecksumValidation.WHEN_SUPPORTED
                                : ResponseChecksumValidation.WHEN_REQUIRED);
    }

    @AfterEach
    void close() {
        store.close();
        client.close();
        server.close();
    }

    private byte[] put(int length) {
        byte[] body = bytes(1, length);
        join(store.put("k", BlobContent.of(body), FaultyStore.METADATA, PutMode.OVERWRITE));
        return body;
    }

    /** Reads as the pipeline does. */
    private CompletionStage<byte[]> read(byte[] expected) {
        return store.get("k", BlobReader.verifying((info, body) -> {
            byte[] read = body.readAllBytes();
            if (!Arrays.equals(read, expected)) {
                throw new CorruptPayloadException("It is something else.", null);
            }
            return read;
        }));
    }

    private byte[] opened() throws IOException {
        try (BlobBody body = join(store.open("k", 0, null))) {
            return body.stream().readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, LARGE})
    void asksForTheChecksumModeOnceAnAnswerHadAnMd5(int length) throws IOException {
        start();
        byte[] body = put(length);
        for (int i = 0; i < 3; i++) {
            assertThat(join(read(body))).isEqualTo(body);
        }
        assertThat(server.sent(MODE)).containsExactly(NONE, ENABLED, ENABLED);
    }

    @Test
    void leavesTheModeAwayWhereNoAnswerHasAnMd5() throws IOException {
        start(false, true);
        byte[] body = put(1000);
        join(read(body));
        join(read(body));
        assertThat(server.sent("x-amz-te")).containsExactly("append-md5", "append-md5");
        assertThat(server.sent(MODE)).containsExactly(NONE, NONE);
    }

    @Test
    void leavesTheModeAwayWhereTheClientWantsNoMd5() throws IOException {
        start(true, false);
        byte[] body = put(1000);
        join(read(body));
        join(read(body));
        assertThat(server.sent(MODE)).containsExactly(NONE, NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, LARGE})
    void readsAgainWhereABodyIsNotThatOfItsMd5(int length) throws IOException {
        start();
        byte[] body = put(length);
        server.harm(Harm.FLIP_THE_LAST_BIT);
        assertThat(join(read(body))).isEqualTo(body);
        assertThat(server.sent(MODE)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, LARGE})
    void doesNotTakeABodyThatIsNotThatOfItsMd5ForACorruptObject(int length) throws IOException {
        start();
        byte[] body = put(length);
        server.harm(Harm.FLIP_THE_LAST_BIT, Harm.FLIP_THE_LAST_BIT, Harm.FLIP_THE_LAST_BIT);
        assertThat(failureOf(read(body)))
                .isInstanceOf(BlobStoreException.class)
                .isNotInstanceOf(CorruptPayloadException.class)
                .hasMessageContaining("s3://bucket/k");
    }

    @Test
    void saysThatAnObjectIsCorruptWhereItsMd5IsRight() throws IOException {
        start();
        put(1000);
        assertThat(failureOf(read(bytes(2, 1000)))).isInstanceOf(CorruptPayloadException.class);
        assertThat(server.sent(MODE)).containsExactly(NONE, ENABLED);
    }

    @Test
    void opensWithTheModeOnceAnAnswerHadAnMd5() throws IOException {
        start();
        byte[] body = put(STREAMED);
        assertThat(opened()).isEqualTo(body);
        assertThat(opened()).isEqualTo(body);
        assertThat(server.sent(MODE)).containsExactly(NONE, ENABLED);
    }

    @Test
    void streamsOnWithoutTheModeWhereABodyWithAnMd5Broke() throws IOException {
        start();
        StoredPayload stored = storeStreamed();
        server.harm(Harm.BREAK_IN_THE_MIDDLE);
        try (InputStream in = streamed(stored)) {
            assertThat(in.readAllBytes()).isEqualTo(bytes(3, STREAMED));
        }
        assertThat(server.sent("Range")).hasSize(2).last().asString().matches("bytes=\\d{5,}-");
        assertThat(server.sent(MODE)).containsExactly(NONE, NONE);
    }

    /** The client may have handed on what is wrong before it knew, or may not: what was not handed on is read again. */
    @Test
    void handsOutNoStreamThatIsNotThatOfItsMd5() throws IOException {
        start();
        StoredPayload stored = storeStreamed();
        server.harm(Harm.FLIP_THE_LAST_BIT);
        try (InputStream in = streamed(stored)) {
            assertThat(in.readAllBytes()).isEqualTo(bytes(3, STREAMED));
        } catch (IOException e) {
            assertThat(e).hasCauseInstanceOf(CorruptPayloadException.class);
        }
    }

    private PayloadPipeline<byte[]> pipeline() {
        return PayloadPipeline.builder(new StreamedReadsTest.Bytes())
                .blobStore(store)
                .keyTemplate(KeyTemplate.of("streams/{fingerprint}-{writeId}"))
                .build();
    }

    private StoredPayload storeStreamed() {
        StreamedPayload payload = StreamedPayload.of(new ByteArrayInputStream(bytes(3, STREAMED)));
        return join(pipeline().storeAsync(payload, KeyContext.empty()));
    }

    private InputStream streamed(StoredPayload stored) throws IOException {
        return pipeline().stream(stored, KeyContext.empty(), LateRead.unobserved())
                .open();
    }
}
