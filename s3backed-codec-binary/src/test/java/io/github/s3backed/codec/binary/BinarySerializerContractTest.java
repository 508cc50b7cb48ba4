package io.github.s3backed.codec.binary;

import io.github.s3backed.core.spi.PayloadSerializer;
import io.github.s3backed.testkit.PayloadSerializerContract;
import java.util.List;

class BinarySerializerContractTest extends PayloadSerializerContract<byte[]> {

    @Override
    protected PayloadSerializer<byte[]> serializer() {
        return new BinarySerializer();
    }

    @Override
    protected List<byte[]> values() {
        return Payloads.all();
    }
}
