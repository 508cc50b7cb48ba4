package io.github.s3backed.codec.binary;

import io.github.s3backed.core.spi.PayloadSerializer;
import io.github.s3backed.testkit.PayloadSerializerContract;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

class ByteBufferSerializerContractTest extends PayloadSerializerContract<ByteBuffer> {

    @Override
    protected PayloadSerializer<ByteBuffer> serializer() {
        return BinarySerializer.forByteBuffer();
    }

    @Override
    protected List<ByteBuffer> values() {
        return Payloads.all().stream()
                .flatMap(bytes -> Stream.of(ByteBuffer.wrap(bytes), direct(bytes), middle(bytes)))
                .toList();
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip().asReadOnlyBuffer();
    }

    /** A view of an array that holds other bytes before and after. */
    private static ByteBuffer middle(byte[] bytes) {
        ByteBuffer whole = ByteBuffer.allocate(bytes.length + 7);
        return whole.position(2).slice().position(1).put(bytes).flip().position(1);
    }
}
