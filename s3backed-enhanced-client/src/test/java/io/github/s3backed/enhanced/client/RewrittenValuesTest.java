package io.github.s3backed.enhanced.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.dynamodb.AttributeRewrite;
import io.github.s3backed.dynamodb.AttributeRewriter;
import io.github.s3backed.dynamodb.NativeValues;
import io.github.s3backed.dynamodb.RefusedRequestException;
import io.github.s3backed.dynamodb.RewriteResult;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Values of the attributes of each schema go into the store and come back as the SDK's own converters know them. */
@AwsTest
class RewrittenValuesTest {

    private static final TableSchema<Film> FILMS = S3BackedTableSchema.fromBean(Film.class);

    private final Coordinated coordinated;
    private S3BackedEnhancedClient client;
    private String name;

    RewrittenValuesTest(AwsBackend aws) {
        this.coordinated = new Coordinated(aws);
    }

    @BeforeEach
    void open() {
        coordinated.aws.require();
        name = coordinated.newTable();
        client = coordinated
                .blocking()
                .tableSettings(name, table -> table.nativeValues(NativeValues.READ_AND_WRITE))
                .build();
    }

    @AfterEach
    void close() {
        if (client != null) {
            client.close();
        }
    }

    private AttributeRewriter rewriter() {
        return client.s3backed().rewriter(coordinated.aws.dynamoDb());
    }

    private AttributeRewrite rewrite(String attribute) {
        Map<String, AttributeValue> item = coordinated.stored(name, "1");
        return AttributeRewrite.of(name, item, attribute, item.get(attribute));
    }

    private void assertGoesThereAndBack(Map<String, AttributeValue> values) {
        coordinated.put(name, "1", values);
        Map<String, AttributeValue> before = new HashMap<>(coordinated.stored(name, "1"));
        for (String attribute : values.keySet()) {
            assertThat(rewriter().rewrite(rewrite(attribute)).outcome()).isEqualTo(RewriteResult.Outcome.REWRITTEN);
            assertThat(coordinated.stored(name, "1").get(attribute)).isNotEqualTo(values.get(attribute));
        }
        for (String attribute : values.keySet()) {
            assertThat(rewriter().rewrite(rewrite(attribute).madeNative()).outcome())
                    .isEqualTo(RewriteResult.Outcome.REWRITTEN);
        }
        assertThat(coordinated.stored(name, "1")).isEqualTo(before);
    }

    @Test
    void valuesOfABean() {
        client.table(name, Coordinated.POSTS);
        assertGoesThereAndBack(Map.of(
                "body", AttributeValue.fromS("native"),
                "image", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {1})),
                "buffer", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {2}))));
    }

    @Test
    void lazyAndStreamedValuesOfABean() {
        client.table(name, FILMS);
        assertGoesThereAndBack(Map.of(
                "script", AttributeValue.fromS("native"),
                "picture", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {3}))));
    }

    @Test
    void valuesOfADocument() {
        client.table(name, Coordinated.DOCUMENTS);
        assertGoesThereAndBack(Map.of(
                "body", AttributeValue.fromS("native"),
                "meta",
                        AttributeValue.fromM(Map.of(
                                "list",
                                AttributeValue.fromL(
                                        List.of(AttributeValue.fromN("1"), AttributeValue.fromBool(true)))))));
    }

    @Test
    void aValueThatTheSdkHasNoConverterForStaysWhereItIs() {
        client.table(name, FILMS);
        coordinated.put(name, "1", Map.of("meta", AttributeValue.fromM(Map.of())));
        assertThatThrownBy(() -> rewriter().rewrite(rewrite("meta")))
                .isInstanceOf(RefusedRequestException.class)
                .hasMessageContaining("attribute 'meta'");
        assertThat(coordinated.stored(name, "1").get("meta").m()).isEmpty();
    }
}
