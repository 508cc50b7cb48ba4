package io.github.s3backed.testkit;

import static io.github.s3backed.testkit.BlobFixtures.bytes;
import static io.github.s3backed.testkit.BlobFixtures.failureOf;
import static io.github.s3backed.testkit.BlobFixtures.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.spi.BlobReader;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a store treats those that read from it. */
abstract class BlobReaderChecks extends BlobStoreHooks {

    /** Bodies that a store may keep in memory, and one that it may hand over while it arrives. */
    private static final int LARGE = 9 * 1024 * 1024;

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, LARGE})
    void handsOverWhatAReaderMadeOfAnObject(int length) {
        put(key("k"), bytes(1, length));
        Integer seen = join(store().get(key("k"), (info, body) -> body.readAllBytes().length));
        assertThat(seen).isEqualTo(length);
    }

    @Test
    void handsOverNull() {
        put(key("k"), bytes(2, 10));
        BlobReader<?> nothing = (info, body) -> null;
        assertThat(join(store().get(key("k"), nothing))).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, LARGE})
    void letsAReaderStopEarlyAndCloseNothing(int length) {
        put(key("k"), bytes(3, length));
        Long seen = join(store().get(key("k"), (info, body) -> info.length()));
        assertThat(seen).isEqualTo(length);
        assertThat(read(key("k"))).isEqualTo(bytes(3, length));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, LARGE})
    void letsAReaderCloseTheBody(int length) {
        put(key("k"), bytes(4, length));
        int first = join(store().get(key("k"), (info, body) -> {
            try (body) {
                return body.read();
            }
        }));
        assertThat(first).isEqualTo(bytes(4, 1)[0] & 0xff);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, LARGE})
    void handsOnAReadersOwnIOException(int length) {
        IOException own = new IOException("the reader's own");
        assertHandsOn(length, own, (info, body) -> {
            throw own;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, LARGE})
    void handsOnAReadersRuntimeException(int length) {
        IllegalStateException own = new IllegalStateException("the reader's own");
        assertHandsOn(length, own, (info, body) -> {
            body.readNBytes(10);
            throw own;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, LARGE})
    void handsOnAReadersError(int length) {
        StackOverflowError own = new StackOverflowError("the reader's own");
        assertHandsOn(length, own, (info, body) -> {
            throw own;
        });
    }

    private void assertHandsOn(int length, Throwable own, BlobReader<Object> reader) {
        AtomicInteger calls = new AtomicInteger();
        put(key("k"), bytes(5, length));
        Throwable failure = failureOf(store().get(key("k"), (info, body) -> {
            calls.incrementAndGet();
            return reader.read(info, body);
        }));
        assertThat(failure).isSameAs(own);
        assertThat(calls).as("calls of a reader that failed by itself").hasValue(1);
    }
}
