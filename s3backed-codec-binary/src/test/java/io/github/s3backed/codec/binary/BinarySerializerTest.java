package io.github.s3backed.codec.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.Serializers;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinarySerializerTest {

    @Test
    void isFoundByItsIdForEachOfItsTypes() {
        assertThat(ServiceLoader.load(PayloadSerializer.class))
                .filteredOn(found -> found instanceof BinarySerializer)
                .hasSize(1);
        for (Type type : List.of(byte[].class, ByteBuffer.class, InputStream.class)) {
            assertThat(Serializers.discover().require("binary", type).type()).isEqualTo(type);
        }
    }

    @Test
    void eachTypeLeadsToTheOthers() {
        List<PayloadSerializer<?>> all =
                List.of(new BinarySerializer(), BinarySerializer.forByteBuffer(), BinarySerializer.forInputStream());
        for (PayloadSerializer<?> from : all) {
            for (PayloadSerializer<?> to : all) {
                assertThat(from.forType(to.type()).orElseThrow().type()).isEqualTo(to.type());
            }
            assertThat(from.id()).isEqualTo("binary");
            assertThat(from.contentType()).isEqualTo("application/octet-stream");
        }
    }

    @Test
    void holdsNoOtherTypes() {
        assertThat(new BinarySerializer().forType(String.class)).isEmpty();
        assertThat(new BinarySerializer().forType(ByteArrayInputStream.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 2, 3, 4, 1000, Long.MAX_VALUE})
    void readsToTheEndWhateverTheClaimedLength(long claim) throws IOException {
        byte[] bytes = {1, 2, 3};
        assertThat(new BinarySerializer().deserialize(new ByteArrayInputStream(bytes), claim))
                .isEqualTo(bytes);
    }

    @Test
    void theBytesOfAnArrayAreNotCopied() {
        byte[] bytes = {1, 2, 3};
        BlobContent content = new BinarySerializer().contentOf(bytes).orElseThrow();
        bytes[0] = 9;
        assertThat(content.buffers().orElseThrow()).containsExactly(ByteBuffer.wrap(new byte[] {9, 2, 3}));
    }

    @Test
    void theBytesOfABufferAreNotCopied() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3}).position(1);
        BlobContent content = BinarySerializer.forByteBuffer().contentOf(buffer).orElseThrow();
        buffer.put(1, (byte) 9);
        assertThat(content.buffers().orElseThrow()).containsExactly(ByteBuffer.wrap(new byte[] {9, 3}));
    }

    @Test
    void aBufferStaysAtItsPosition() throws IOException {
        for (ByteBuffer buffer : List.of(ByteBuffer.allocate(9), ByteBuffer.allocateDirect(9))) {
            buffer.position(2).limit(7);
            BinarySerializer.forByteBuffer().serialize(buffer, new ByteArrayOutputStream());
            BinarySerializer.forByteBuffer().contentOf(buffer).orElseThrow().open();
            assertThat(buffer.position()).isEqualTo(2);
            assertThat(buffer.limit()).isEqualTo(7);
        }
    }

    @Test
    void aBufferThatWasReadIsItsOwnersToChange() throws IOException {
        ByteBuffer read =
                BinarySerializer.forByteBuffer().deserialize(new ByteArrayInputStream(new byte[] {1, 2, 3}), 3);
        assertThat(read.isReadOnly()).isFalse();
        assertThat(read.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
        assertThat(read.remaining()).isEqualTo(3);
    }

    @Test
    void aStreamIsReadToItsEndAndLeftOpen() throws IOException {
        boolean[] closed = {false};
        InputStream value = new ByteArrayInputStream(new byte[] {1, 2, 3}) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        BinarySerializer.forInputStream().serialize(value, new ByteArrayOutputStream());
        assertThat(value.read()).isEqualTo(-1);
        assertThat(closed[0]).isFalse();
    }

    @Test
    void aStreamThatWasReadOutlivesItsSource() throws IOException {
        InputStream source = new ByteArrayInputStream(new byte[] {1, 2, 3});
        InputStream read = BinarySerializer.forInputStream().deserialize(source, 3);
        assertThat(source.read()).isEqualTo(-1);
        assertThat(read.readAllBytes()).containsExactly(1, 2, 3);
    }
}
