package io.github.s3backed.core.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadSerializerTest {

    private static final byte[] BYTES = {1, 2, 3, 4, 5};

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 4, 5, 6, 100, Long.MAX_VALUE})
    void readsAllBytesWhateverTheirLengthIsSaidToBe(long length) throws IOException {
        assertThat(PayloadSerializer.readAllBytes(oneByOne(), length)).isEqualTo(BYTES);
    }

    /** As from a network, where a read may yield less than was asked for. */
    private static InputStream oneByOne() {
        return new FilterInputStream(new ByteArrayInputStream(BYTES)) {
            @Override
            public int read(byte[] target, int offset, int count) throws IOException {
                return super.read(target, offset, Math.min(count, 1));
            }
        };
    }
}
