package io.github.s3backed.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link PayloadSerializer} must do. Extend it and return the serializer to be tested and values to test it
 * with.
 *
 * @param <T> the payload's Java type
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public abstract class PayloadSerializerContract<T> {

    /** For subclasses. */
    protected PayloadSerializerContract() {}

    /** The serializer to be tested; it is safe to return the same one each time. */
    protected abstract PayloadSerializer<T> serializer();

    /**
     * Values that it must be able to write and read: the same in each call and at least one, an empty one and one of
     * many bytes among them. Values that a write uses up, such as streams, are made anew by each call.
     */
    protected abstract List<T> values();

    /** Asserts that a value that was read is the one that was written. The default asks {@link Object#equals}. */
    protected void assertSame(T read, T written) throws IOException {
        assertThat(read).isEqualTo(written);
    }

    /** Whether equal values are written as equal bytes. Without it, shared objects are stored more often than needed. */
    protected boolean writesEqualValuesEqually() {
        return true;
    }

    @Test
    void idIsLegalAndStable() {
        assertThat(serializer().id())
                .matches("[a-z0-9-]{1,32}")
                .isEqualTo(serializer().id());
    }

    @Test
    void contentTypeIsAMediaType() {
        // RFC 9110, section 8.3.1
        String token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
        assertThat(serializer().contentType())
                .matches(token + "/" + token + "( *; *" + token + "=(" + token + "|\"[^\"\\\\]*\"))*");
    }

    @Test
    void valuesComeBackWhereTheLengthIsKnown() throws IOException {
        for (int i = 0; i < values().size(); i++) {
            byte[] bytes = serialize(i);
            assertSame(deserialize(new ByteArrayInputStream(bytes), bytes.length), values().get(i));
        }
    }

    @Test
    void valuesComeBackWhereTheLengthIsNotKnown() throws IOException {
        for (int i = 0; i < values().size(); i++) {
            assertSame(deserialize(new ByteArrayInputStream(serialize(i)), -1), values().get(i));
        }
    }

    @Test
    void valuesComeBackFromAStreamThatYieldsOneByteAtATime() throws IOException {
        for (int i = 0; i < values().size(); i++) {
            byte[] bytes = serialize(i);
            assertSame(deserialize(new SlowInputStream(bytes), bytes.length), values().get(i));
            assertSame(deserialize(new SlowInputStream(bytes), -1), values().get(i));
        }
    }

    @Test
    void aWrongClaimOfTheLengthIsNoReasonForAnotherValue() throws IOException {
        for (int i = 0; i < values().size(); i++) {
            byte[] bytes = serialize(i);
            for (int claim : new int[] {0, bytes.length / 2, bytes.length - 1, bytes.length + 1, bytes.length + 9999}) {
                assertSameOrIoException(i, bytes, Math.max(0, claim));
            }
        }
    }

    private void assertSameOrIoException(int i, byte[] bytes, int claim) throws IOException {
        T read;
        try {
            read = deserialize(new SlowInputStream(bytes), claim);
        } catch (IOException e) {
            return; // The caller, who counts the bytes, would have refused them as well.
        }
        assertSame(read, values().get(i));
    }

    @Test
    void serializingLeavesTheTargetOpen() throws IOException {
        for (T value : values()) {
            LimitedOutputStream target = LimitedOutputStream.unlimited();
            serializer().serialize(value, target);
            assertThat(target.closed()).isFalse();
        }
    }

    @Test
    void theSameValueIsWrittenAsTheSameBytes() throws IOException {
        for (int i = 0; writesEqualValuesEqually() && i < values().size(); i++) {
            assertThat(serialize(i)).isEqualTo(serialize(i));
        }
    }

    @Test
    void bytesThatTheValueHoldsAreThoseThatAreSerialized() throws IOException {
        for (int i = 0; i < values().size(); i++) {
            Optional<BlobContent> content = serializer().contentOf(values().get(i));
            if (content.isPresent()) {
                assertContent(content.get(), serialize(i));
            }
        }
    }

    private static void assertContent(BlobContent content, byte[] expected) throws IOException {
        assertThat(content.length()).isEqualTo(expected.length);
        // The pipeline digests them in place.
        assertThat(content.buffers()).isPresent();
        for (int time = 1; time <= 2; time++) {
            try (InputStream in = content.open()) {
                assertThat(in.readAllBytes()).isEqualTo(expected);
            }
        }
    }

    @Test
    void askingForTheBytesThatTheValueHoldsDoesNotUseItUp() throws IOException {
        List<T> values = values();
        for (int i = 0; i < values.size(); i++) {
            if (serializer().contentOf(values.get(i)).isPresent()) {
                assertThat(serialize(values.get(i))).isEqualTo(serialize(i));
            }
        }
    }

    @Test
    void aFailureOfTheTargetIsPassedOn() throws IOException {
        for (int i = 0; i < values().size(); i++) {
            int length = serialize(i).length;
            T value = values().get(i);
            if (length > 0) {
                assertThatIOException()
                        .isThrownBy(() -> serializer().serialize(value, new LimitedOutputStream(length / 2)))
                        .satisfies(e -> assertThat(e).hasStackTraceContaining(LimitedOutputStream.FAILURE));
            }
        }
    }

    @Test
    void aFailureOfTheSourceIsPassedOn() throws IOException {
        for (int i = 0; i < values().size(); i++) {
            byte[] bytes = serialize(i);
            InputStream lost = new SequenceInputStream(
                    new ByteArrayInputStream(bytes, 0, bytes.length / 2), new BrokenInputStream());
            assertThatIOException()
                    .isThrownBy(() -> deserialize(lost, bytes.length))
                    .satisfies(e -> assertThat(e).hasStackTraceContaining(BrokenInputStream.FAILURE));
        }
    }

    @Test
    void itHandlesItsOwnType() {
        PayloadSerializer<T> serializer = serializer();
        assertThat(serializer.forType(serializer.type())).isPresent().hasValueSatisfying(own -> {
            assertThat(own.id()).isEqualTo(serializer.id());
            assertThat(own.type()).isEqualTo(serializer.type());
        });
    }

    @Test
    void aTypeThatItCannotHoldIsAbsentAndNoError() {
        assertThatCode(() -> serializer().forType(Unheard.class)).doesNotThrowAnyException();
    }

    @Test
    void manyThreadsMayUseItAtOnce() throws Exception {
        PayloadSerializer<T> shared = serializer();
        int last = values().size() - 1;
        byte[] expected = serialize(last);
        List<T> results = Concurrently.call(() -> {
            LimitedOutputStream target = LimitedOutputStream.unlimited();
            shared.serialize(values().get(last), target);
            if (writesEqualValuesEqually()) {
                assertThat(target.bytes()).isEqualTo(expected);
            }
            return shared.deserialize(new ByteArrayInputStream(target.bytes()), target.bytes().length);
        });
        for (T result : results) {
            assertSame(result, values().get(last));
        }
    }

    private byte[] serialize(int i) throws IOException {
        return serialize(values().get(i));
    }

    private byte[] serialize(T value) throws IOException {
        LimitedOutputStream target = LimitedOutputStream.unlimited();
        serializer().serialize(value, target);
        return target.bytes();
    }

    private T deserialize(InputStream in, long length) throws IOException {
        return serializer().deserialize(in, length);
    }

    /** A type that no serializer was written for. */
    private static final class Unheard {}
}
