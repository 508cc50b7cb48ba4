package io.github.s3backed.store.s3;

import static io.github.s3backed.store.s3.FaultyStore.METADATA;
import static io.github.s3backed.store.s3.FaultyStore.bytes;
import static io.github.s3backed.store.s3.FaultyStore.failureOf;
import static io.github.s3backed.store.s3.FaultyStore.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.BlobNotFoundException;
import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** The two kinds of client that divide large objects among several requests, unless they are kept from it. */
@AwsTest
class S3BlobStoreClientsTest {

    private static final int SMALL = 5;
    /** Above 8 MiB, from where both kinds divide, and below 16 MiB, from where the store does. */
    private static final int LARGE = 12 * 1024 * 1024;

    private static final int VERY_LARGE = 20 * 1024 * 1024;

    private final AwsBackend aws;
    private final Map<Kind, S3AsyncClient> clients = new EnumMap<>(Kind.class);
    private final String key = UUID.randomUUID().toString();

    S3BlobStoreClientsTest(AwsBackend aws) {
        this.aws = aws;
    }

    enum Kind {
        MULTIPART {
            @Override
            S3AsyncClient open(AwsBackend aws) {
                return aws.s3AsyncBuilder().multipartEnabled(true).build();
            }
        },
        CRT {
            @Override
            S3AsyncClient open(AwsBackend aws) {
                return aws.s3CrtBuilder().thresholdInBytes(1L << 30).build();
            }
        };

        abstract S3AsyncClient open(AwsBackend aws);
    }

    static Stream<Arguments> kindsAndSizes() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(Arguments.of(kind, SMALL), Arguments.of(kind, LARGE)));
    }

    @AfterEach
    void closeClients() {
        clients.values().forEach(S3AsyncClient::close);
    }

    private S3BlobStore store(Kind kind) {
        return S3BlobStore.create(clients.computeIfAbsent(kind, k -> k.open(aws)), aws.bucket());
    }

    @ParameterizedTest
    @MethodSource("kindsAndSizes")
    void anObjectReadsBackAndIsDeleted(Kind kind, int size) {
        byte[] body = bytes(1, size);
        try (S3BlobStore store = store(kind)) {
            assertThat(join(store.put(key, BlobContent.of(body), METADATA, PutMode.OVERWRITE)))
                    .isEqualTo(PutResult.STORED);
            assertThat(read(store)).isEqualTo(body);

            join(store.delete(key));
            assertThat(join(store.head(key))).isEmpty();
            assertThat(failureOf(store.get(key, (info, in) -> in.readAllBytes())))
                    .isInstanceOf(BlobNotFoundException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("kindsAndSizes")
    void s3KnowsTheHashAndAllElseThatIsStoredBesideTheBytes(Kind kind, int size) throws NoSuchAlgorithmException {
        byte[] body = bytes(1, size);
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        try (S3BlobStore store = store(kind)) {
            BlobContent known = BlobContent.of(List.of(ByteBuffer.wrap(body)), sha256);
            join(store.put(key, known, METADATA, PutMode.OVERWRITE));

            BlobInfo info = join(store.head(key)).orElseThrow();
            assertThat(info.sha256()).contains(sha256);
            assertThat(info.length()).isEqualTo(size);
            assertThat(info.metadata()).isEqualTo(METADATA);
        }
    }

    @ParameterizedTest
    @MethodSource("kindsAndSizes")
    void oneOfSeveralConditionalPutsWins(Kind kind, int size) {
        try (S3BlobStore store = store(kind)) {
            List<CompletableFuture<PutResult>> puts = IntStream.range(0, 4)
                    .mapToObj(seed -> store.put(key, BlobContent.of(bytes(seed, size)), METADATA, PutMode.IF_ABSENT)
                            .toCompletableFuture())
                    .toList();

            assertThat(puts.stream().map(FaultyStore::join))
                    .containsOnly(PutResult.STORED, PutResult.EXISTS)
                    .containsOnlyOnce(PutResult.STORED);
        }
    }

    @ParameterizedTest
    @MethodSource("kindsAndSizes")
    void contentThatIsNoBufferIsStoredAsWell(Kind kind, int size) {
        byte[] body = bytes(2, size);
        BlobContent stream = new BlobContent() {
            @Override
            public long length() {
                return size;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(body);
            }
        };
        try (S3BlobStore store = store(kind)) {
            join(store.put(key, stream, METADATA, PutMode.OVERWRITE));

            assertThat(read(store)).isEqualTo(body);
        }
    }

    @Test
    void aNativeClientThatDividesIsRefusedWithWhatToDo() {
        try (S3AsyncClient dividing = aws.s3CrtBuilder().build();
                S3BlobStore store = S3BlobStore.create(dividing, aws.bucket())) {
            Throwable failure = failureOf(store.put(key, BlobContent.of(bytes(1, LARGE)), METADATA, PutMode.OVERWRITE));

            assertThat(failure)
                    .isInstanceOf(BlobStoreException.class)
                    .hasMessageContainingAll("400", "crtBuilder()", "thresholdInBytes");
            assertThat(join(store.head(key))).isEmpty();
        }
    }

    @Test
    void aNativeClientThatDividesTakesThePartsOfTheStore() {
        byte[] body = bytes(4, VERY_LARGE);
        try (S3AsyncClient dividing = aws.s3CrtBuilder().build();
                S3BlobStore store = S3BlobStore.create(dividing, aws.bucket())) {
            join(store.put(key, BlobContent.of(body), METADATA, PutMode.OVERWRITE));
            assertThat(read(store)).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyObjectIsAnObject(Kind kind) {
        try (S3BlobStore store = store(kind)) {
            join(store.put(key, BlobContent.of(new byte[0]), METADATA, PutMode.OVERWRITE));

            assertThat(read(store)).isEmpty();
            assertThat(join(store.head(key)).map(BlobInfo::length)).isEqualTo(Optional.of(0L));
        }
    }

    @ParameterizedTest
    @MethodSource("kindsAndSizes")
    void aReaderMayStopEarly(Kind kind, int size) {
        try (S3BlobStore store = store(kind)) {
            join(store.put(key, BlobContent.of(bytes(3, size)), METADATA, PutMode.OVERWRITE));

            byte[] beginning = join(store.get(key, (info, in) -> in.readNBytes(2)));

            assertThat(beginning).hasSize(2);
            assertThat(read(store)).hasSize(size);
        }
    }

    private byte[] read(S3BlobStore store) {
        return join(store.get(key, (info, in) -> in.readAllBytes()));
    }
}
