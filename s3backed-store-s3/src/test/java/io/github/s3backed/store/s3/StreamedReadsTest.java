package io.github.s3backed.store.s3;

import static io.github.s3backed.store.s3.FaultyStore.bytes;
import static io.github.s3backed.store.s3.FaultyStore.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.s3backed.core.CorruptPayloadException;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.LateRead;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.core.StreamedPayload;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PayloadSerializer;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.FaultyClients;
import io.github.s3backed.testkit.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Payloads in parts, read as streams over connections that break, and bytes that are not right. */
@ParameterizedClass
@EnumSource(Door.class)
class StreamedReadsTest {

    private static final AwsBackend AWS = AwsBackend.embedded();
    private static final int LENGTH = 20 * 1024 * 1024;
    private static final byte[] PAYLOAD = bytes(20, LENGTH);

    @Parameter
    private Door door;

    @TempDir
    Path folder;

    @AfterAll
    static void closeServers() {
        AWS.close();
    }

    private FaultyStore with(FaultyClients faults) {
        return new FaultyStore(door, AWS, faults, UnaryOperator.identity());
    }

    private static PayloadPipeline<byte[]> pipeline(BlobStore store) {
        return PayloadPipeline.builder(new Bytes())
                .blobStore(store)
                .keyTemplate(KeyTemplate.of("streams/{fingerprint}-{writeId}"))
                .build();
    }

    private StoredPayload stored() {
        try (FaultyStore sound = with(FaultyClients.inOrder())) {
            StoredPayload stored = join(pipeline(sound.store())
                    .storeAsync(StreamedPayload.of(new ByteArrayInputStream(PAYLOAD)), KeyContext.empty()));
            assertThat(sound.requests().stream().filter(StreamedReadsTest::isPart))
                    .hasSize(3);
            return stored;
        }
    }

    private static boolean isPart(SdkHttpRequest request) {
        return request.rawQueryParameters().containsKey("partNumber");
    }

    private static StreamedPayload found(FaultyStore store, StoredPayload stored) {
        return pipeline(store.store()).stream(stored, KeyContext.empty(), LateRead.unobserved());
    }

    private static String range(SdkHttpRequest request) {
        return request.firstMatchingHeader("Range").orElse("");
    }

    @Test
    void aReadGoesOnWhereItsConnectionBrokeAndVerifiesTheWhole() throws IOException {
        StoredPayload stored = stored();
        int broken = LENGTH / 2;
        try (FaultyStore store = with(FaultyClients.inOrder(new Fault.BreakBody(broken)));
                InputStream in = found(store, stored).open()) {
            assertThat(in.readAllBytes()).isEqualTo(PAYLOAD);

            List<SdkHttpRequest> requests = store.requests();
            assertThat(requests).hasSize(2);
            assertThat(range(requests.get(0))).isEmpty();
            assertThat(range(requests.get(1))).matches("bytes=\\d{6,}-");
            assertThat(requests.get(1).firstMatchingHeader("If-Match")).isPresent();
        }
    }

    @Test
    void aConnectionThatBreaksAgainAndAgainIsReplacedAsLongAsThereIsProgress() throws IOException {
        StoredPayload stored = stored();
        Fault everyMebibyte = new Fault.BreakBody(1024 * 1024);
        try (FaultyStore store = with(FaultyClients.always(everyMebibyte));
                InputStream in = found(store, stored).open()) {
            byte[] read = in.readNBytes(LENGTH / 2);
            assertThat(read).isEqualTo(Arrays.copyOf(PAYLOAD, LENGTH / 2));
            assertThat(store.requests()).hasSizeGreaterThan(5);
        }
    }

    @Test
    void aBitThatIsWrongNearTheEndFailsTheStreamBeforeItsEnd() throws IOException {
        StoredPayload stored = stored();
        try (FaultyStore store = with(FaultyClients.inOrder(new Fault.FlipBit(LENGTH - 3)));
                InputStream in = found(store, stored).open()) {
            assertThatIOException()
                    .isThrownBy(() -> in.transferTo(OutputStream.nullOutputStream()))
                    .withCauseInstanceOf(CorruptPayloadException.class)
                    .withMessageContaining("must not be used");
        }
    }

    @Test
    void aBitThatIsWrongNearTheEndLeavesNoFile() throws IOException {
        StoredPayload stored = stored();
        Path target = folder.resolve("copy");
        try (FaultyStore store = with(FaultyClients.inOrder(new Fault.FlipBit(LENGTH - 3)))) {
            assertThatIOException()
                    .isThrownBy(() -> found(store, stored).copyTo(target))
                    .withCauseInstanceOf(CorruptPayloadException.class);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    /** Bytes as they are. */
    static final class Bytes implements PayloadSerializer<byte[]> {

        @Override
        public String id() {
            return "binary";
        }

        @Override
        public String contentType() {
            return "application/octet-stream";
        }

        @Override
        public Type type() {
            return byte[].class;
        }

        @Override
        public void serialize(byte[] value, OutputStream out) throws IOException {
            out.write(value);
        }

        @Override
        public byte[] deserialize(InputStream in, long length) throws IOException {
            return in.readAllBytes();
        }
    }
}
