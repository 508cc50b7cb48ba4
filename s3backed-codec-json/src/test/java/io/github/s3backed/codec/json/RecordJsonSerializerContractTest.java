package io.github.s3backed.codec.json;

import io.github.s3backed.core.spi.PayloadSerializer;
import io.github.s3backed.testkit.PayloadSerializerContract;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

class RecordJsonSerializerContractTest extends PayloadSerializerContract<RecordJsonSerializerContractTest.Article> {

    record Article(String title, @Nullable String body, List<Article> related, Map<String, Double> scores) {}

    @Override
    protected PayloadSerializer<Article> serializer() {
        return JsonSerializer.of(Article.class);
    }

    @Override
    protected List<Article> values() {
        Article empty = new Article("", null, List.of(), Map.of());
        return List.of(
                empty,
                new Article("a", "b", List.of(empty, empty), Map.of("one", 0.1)),
                new Article("a", "b", List.of(), Map.of("none", Double.NaN)));
    }
}
