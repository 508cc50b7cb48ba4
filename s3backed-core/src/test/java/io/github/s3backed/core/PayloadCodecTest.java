package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.Compressor;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadCodecTest {

    private static final byte[] ABC = {'a', 'b', 'c'};
    private static final Reference WHERE = Reference.parse("mem://bucket/key");

    private static PayloadCodec<String> codec(Ready serializer, long limit) {
        Compressor identity = new IdentityCompressor();
        return new PayloadCodec<>(serializer, identity, Compressors.discover(identity), false, limit);
    }

    private static EncodedPayload encoded(String id) {
        return codec(new Ready(id), 1000).encode("abc");
    }

    private static BlobInfo info(EncodedPayload encoded) {
        return BlobInfo.of(encoded.metadata(), encoded.content().length(), Instant.EPOCH, Instant.EPOCH, null);
    }

    @Test
    void digestsContentThatASerializerHasReady() throws IOException {
        EncodedPayload encoded = encoded("text");

        assertThat(encoded.content().open().readAllBytes()).isEqualTo(ABC);
        assertThat(encoded.fingerprint())
                .isEqualTo(Fingerprint.of(Fingerprint.sha256().digest(ABC)))
                .hasToString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(encoded.metadata().contentType()).isEqualTo("text/plain; charset=utf-8");
        assertThat(codec(new Ready("text"), 3).contentType()).isEqualTo("text/plain; charset=utf-8");
    }

    @Test
    void takesContentThatIsReadyUpToTheLimit() {
        assertThat(codec(new Ready("text"), 3).encode("abc").content().length()).isEqualTo(3);
        assertThatExceptionOfType(PayloadTooLargeException.class)
                .isThrownBy(() -> codec(new Ready("text"), 2).encode("abc"))
                .withMessageContaining("raise maxPayloadBytes");
    }

    @Test
    void refusesContentThatIsNotInMemory() {
        Ready elsewhere = new Ready("text") {
            @Override
            public Optional<BlobContent> contentOf(String value) {
                return Optional.of(new BlobContent() {
                    @Override
                    public long length() {
                        return 1;
                    }

                    @Override
                    public InputStream open() {
                        return InputStream.nullInputStream();
                    }
                });
            }
        };

        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> codec(elsewhere, 1000).encode("abc"))
                .havingCause()
                .withMessageContaining("must be in memory");
    }

    @Test
    void streamsNothingThatAnotherSerializerWroteUnlessEqualBytesShareTheKey() throws IOException {
        PayloadCodec<String> reader = codec(new Ready("text"), 1000);
        EncodedPayload json = encoded("json");
        byte[] envelope = InlineEnvelope.write(json.header(), json.content());

        assertThatExceptionOfType(CorruptPayloadException.class)
                .isThrownBy(() -> open(reader, json, false))
                .withMessageContaining("written by the serializer 'json'");
        assertThatExceptionOfType(CorruptPayloadException.class)
                .isThrownBy(() -> reader.open(envelope))
                .withMessageContaining("written by the serializer 'json'");
        assertThat(open(reader, json, true).readAllBytes()).isEqualTo(ABC);
    }

    private static InputStream open(PayloadCodec<String> reader, EncodedPayload stored, boolean shared)
            throws IOException {
        FollowedReference followed =
                new FollowedReference(WHERE, MemoryBlobStore.create("bucket"), stored.fingerprint(), shared);
        return reader.open(info(stored), stored.content().open(), followed, () -> {}, () -> {});
    }

    @Test
    void freesTheDecompressorOfWhatItOnlyVerifies() throws IOException {
        EagerCompressor eager = new EagerCompressor();
        PayloadCodec<String> codec =
                new PayloadCodec<>(new Ready("text"), eager, Compressors.discover(eager), true, 1000);
        EncodedPayload stored = codec.encode("abc");

        codec.verify(info(stored), stored.content().open(), stored.fingerprint(), WHERE);

        assertThat(eager.closed).hasValue(1);
    }

    @Test
    void aStreamThatIsAtItsEndStaysThereAndFreesTheDecompressorWhenItIsClosed() throws IOException {
        EagerCompressor eager = new EagerCompressor();
        PayloadCodec<String> codec =
                new PayloadCodec<>(new Ready("text"), eager, Compressors.discover(eager), true, 1000);
        InputStream in = open(codec, codec.encode("abc"), false);

        assertThat(in.readAllBytes()).isEqualTo(ABC);
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.read(new byte[5])).isEqualTo(-1);
        assertThat(in.read(new byte[5], 0, 0)).isZero();
        assertThat(eager.closed).hasValue(0);

        in.close();

        assertThat(eager.closed).hasValue(1);
        assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("The stream is closed.");
    }

    @Test
    void leavesNoFileOfStoredBytesThatAreTooManyOrBreakOff(@TempDir Path folder) throws IOException {
        PayloadCodec<String> streaming = codec(new Ready("text"), 1000).streaming(100, new Spool.Folder(folder, 0));
        IOException reset = new IOException("connection reset");
        InputStream breaking = new SequenceInputStream(new ByteArrayInputStream(new byte[10]), failing(reset));

        assertThatThrownBy(() -> streaming.buffer(breaking, WHERE)).isSameAs(reset);
        assertThatExceptionOfType(PayloadTooLargeException.class)
                .isThrownBy(() -> streaming.buffer(new ByteArrayInputStream(new byte[100_000]), WHERE));
        assertThat(OpenFiles.in(folder)).isEmpty();
    }

    private static InputStream failing(IOException failure) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }
        };
    }

    @Test
    void tellsABrokenConnectionFromABrokenBeginning() throws IOException {
        Compressor eager = new EagerCompressor();
        PayloadCodec<String> codec =
                new PayloadCodec<>(new Ready("text"), eager, Compressors.discover(eager), true, 1000);
        EncodedPayload stored = codec.encode("abc");
        IOException reset = new IOException("connection reset");
        assertThatThrownBy(() -> codec.decode(info(stored), failing(reset), stored.fingerprint(), false, WHERE))
                .isSameAs(reset);
        assertThatExceptionOfType(CorruptPayloadException.class)
                .isThrownBy(() ->
                        codec.decode(info(stored), new ByteArrayInputStream(ABC), stored.fingerprint(), false, WHERE))
                .withMessageContaining("does not begin as 'eager' data does");
    }

    /** Text that is bytes already. */
    private static class Ready extends Utf8Serializer {

        private final String id;

        Ready(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public Optional<BlobContent> contentOf(String value) {
            return Optional.of(BlobContent.of(value.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Reads its mark before anybody asks for bytes. */
    private static final class EagerCompressor implements Compressor {

        final AtomicInteger closed = new AtomicInteger();

        @Override
        public String id() {
            return "eager";
        }

        @Override
        public OutputStream compress(OutputStream out) throws IOException {
            out.write('!');
            return out;
        }

        @Override
        public InputStream decompress(InputStream in) throws IOException {
            if (in.read() != '!') {
                throw new IOException("no mark");
            }
            return new FilterInputStream(in) {
                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            };
        }
    }
}
