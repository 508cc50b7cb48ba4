package io.github.s3backed.codec.text;

import io.github.s3backed.core.spi.PayloadSerializer;
import io.github.s3backed.testkit.PayloadSerializerContract;
import java.nio.charset.StandardCharsets;
import java.util.List;

class Utf16TextSerializerContractTest extends PayloadSerializerContract<String> {

    @Override
    protected PayloadSerializer<String> serializer() {
        return TextSerializer.of(StandardCharsets.UTF_16);
    }

    @Override
    protected List<String> values() {
        return List.of("", "hello", "\uFEFFa byte order mark first", "\ud83d\ude00".repeat(20_000));
    }
}
