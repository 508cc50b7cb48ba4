package io.github.s3backed.codec.json;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.s3backed.core.spi.PayloadSerializer;
import io.github.s3backed.testkit.PayloadSerializerContract;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

class JsonSerializerContractTest extends PayloadSerializerContract<Map<String, Object>> {

    @Override
    protected PayloadSerializer<Map<String, Object>> serializer() {
        return JsonSerializer.of(new TypeReference<>() {});
    }

    @Override
    protected List<Map<String, Object>> values() {
        return List.of(
                Map.of(),
                Map.of("name", "gr\u00fc\u00df dich \ud83d\ude00 \0 \u2028 \"\\"),
                Map.of("numbers", List.of(1, -1L << 40, new BigDecimal("1.10"), new BigDecimal("1E+2"))),
                Map.of("nested", Map.of("yes", true, "list", List.of(List.of(), Map.of()))),
                Map.of("large", "\u0130stanbul ".repeat(50_000)));
    }
}
