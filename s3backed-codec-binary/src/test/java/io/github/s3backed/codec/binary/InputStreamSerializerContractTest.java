package io.github.s3backed.codec.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.spi.PayloadSerializer;
import io.github.s3backed.testkit.PayloadSerializerContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

class InputStreamSerializerContractTest extends PayloadSerializerContract<InputStream> {

    @Override
    protected PayloadSerializer<InputStream> serializer() {
        return BinarySerializer.forInputStream();
    }

    @Override
    protected List<InputStream> values() {
        return Payloads.all().stream()
                .<InputStream>map(ByteArrayInputStream::new)
                .toList();
    }

    @Override
    protected void assertSame(InputStream read, InputStream written) throws IOException {
        assertThat(read.readAllBytes()).isEqualTo(written.readAllBytes());
    }
}
