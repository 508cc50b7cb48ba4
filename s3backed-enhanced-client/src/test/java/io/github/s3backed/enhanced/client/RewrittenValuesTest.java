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

    private static final TableSchema<Ledger> LEDGERS = S3BackedTableSchema.fromBean(Ledger.class);

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

    private void assertStays(AttributeRewrite rewrite) {
        Map<String, AttributeValue> before = coordinated.stored(name, "1");
        assertThatThrownBy(() -> rewriter().rewrite(rewrite))
                .isInstanceOf(RefusedRequestException.class)
                .hasMessageContaining("attribute 'entry'")
                .hasMessageContaining("come back whole");
        assertThat(coordinated.stored(name, "1")).isEqualTo(before);
    }

    private static Map<String, AttributeValue> entry(String... names) {
        Map<String, AttributeValue> entry = new HashMap<>();
        List.of(names).forEach(each -> entry.put(each, AttributeValue.fromS("of " + each)));
        return Map.of("entry", AttributeValue.fromM(entry));
    }

    @Test
    void whatBothKeepGoesThereAndBack() {
        client.table(name, LEDGERS);
        assertGoesThereAndBack(entry("text"));
    }

    @Test
    void whatTheClassDoesNotKnowStaysInTheItem() {
        client.table(name, LEDGERS);
        coordinated.put(name, "1", entry("text", "unknown"));
        assertStays(rewrite("entry"));
    }

    @Test
    void whatTheConverterLeavesOutStaysInTheStore() {
        try (S3BackedEnhancedClient offloading = coordinated.blocking().build()) {
            Ledger ledger = new Ledger();
            ledger.setAuthor("ann");
            ledger.setId("1");
            Ledger.Entry entry = new Ledger.Entry();
            entry.setRemark("kept by JSON alone");
            ledger.setEntry(entry);
            offloading.table(name, LEDGERS).putItem(ledger);
            client.table(name, LEDGERS);
            assertStays(rewrite("entry").madeNative());
            assertThat(offloading
                            .table(name, LEDGERS)
                            .getItem(ledger)
                            .getEntry()
                            .getRemark())
                    .isEqualTo("kept by JSON alone");
        }
    }
}
