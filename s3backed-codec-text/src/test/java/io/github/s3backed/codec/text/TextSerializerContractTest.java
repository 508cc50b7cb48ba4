package io.github.s3backed.codec.text;

import io.github.s3backed.core.spi.PayloadSerializer;
import io.github.s3backed.testkit.PayloadSerializerContract;
import java.util.List;

class TextSerializerContractTest extends PayloadSerializerContract<String> {

    @Override
    protected PayloadSerializer<String> serializer() {
        return new TextSerializer();
    }

    @Override
    protected List<String> values() {
        return List.of(
                "",
                "hello",
                "\uFEFFa byte order mark first",
                "a replacement character \uFFFD of its own",
                "\0 \t \r\n \u007F \u0085 \u2028",
                "gr\u00fc\u00df dich \u4e16\u754c \ud83d\ude00",
                "\u0130stanbul \u0131".repeat(50_000));
    }
}
