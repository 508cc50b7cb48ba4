package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.b;
import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.InvalidReferenceException;
import io.github.s3backed.core.S3BackedException;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** Values that DynamoDB holds as they are, from before an attribute was S3-backed. */
@AwsTest
class NativeValuesTest {

    private static final Map<String, AttributeValue> PLAIN =
            Map.of("id", s("1"), "body", s("plain"), "image", b((byte) 1, (byte) 2));

    private final AwsBackend aws;

    NativeValuesTest(AwsBackend aws) {
        this.aws = aws;
    }

    private Rig rig(NativeValues policy) {
        return rig(policy, settings -> settings);
    }

    private Rig rig(NativeValues policy, UnaryOperator<S3BackedDynamoDb.Builder> settings) {
        return new Rig(aws, Door.BLOCKING, settings, table -> table.nativeValues(policy), client -> client);
    }

    private void putPlain(Rig rig) {
        aws.dynamoDb().putItem(put -> put.tableName(rig.table).item(PLAIN));
    }

    private static void put(Rig rig, Map<String, AttributeValue> item) {
        rig.call(
                Operation.PUT_ITEM,
                PutItemRequest.builder().tableName(rig.table).item(item).build());
    }

    @ParameterizedTest
    @EnumSource(names = {"READ", "READ_AND_WRITE"})
    void whereTheyAreReadTheyAreReadAsTheyAre(NativeValues policy) {
        try (Rig rig = rig(policy)) {
            putPlain(rig);

            assertThat(rig.get("1")).isEqualTo(PLAIN);
        }
    }

    @Test
    void byDefaultReadingOneIsAnError() {
        try (Rig rig = new Rig(aws, Door.BLOCKING)) {
            putPlain(rig);

            assertThatThrownBy(() -> rig.get("1")).isInstanceOf(S3BackedException.class);
        }
    }

    @Test
    void whereTheyAreRefusedTheErrorSaysSoOfATextThatIsNoReference() {
        try (Rig rig = rig(NativeValues.REFUSE)) {
            aws.dynamoDb().putItem(put -> put.tableName(rig.table).item(Map.of("id", s("1"), "body", s("plain"))));

            assertThatThrownBy(() -> rig.get("1"))
                    .isInstanceOf(InvalidReferenceException.class)
                    .hasMessageContainingAll("'body'", rig.table)
                    .hasMessageNotContaining("plain");
        }
    }

    @Test
    void oneThatIsRefusedDoesNotHideTheOtherItemsOfAPage() {
        try (Rig rig = rig(NativeValues.REFUSE)) {
            putPlain(rig);
            rig.put("2", "text");

            assertThatThrownBy(() -> rig.other.scan(scan -> scan.tableName(rig.table)))
                    .isInstanceOfSatisfying(
                            UnreadableItemsException.class,
                            failure -> assertThat(failure.response())
                                    .isInstanceOfSatisfying(
                                            ScanResponse.class,
                                            page -> assertThat(page.items())
                                                    .containsExactly(Map.of("id", s("2"), "body", s("text")))));
        }
    }

    @Test
    void whereTheyAreReadNewOnesAreOffloaded() {
        try (Rig rig = rig(NativeValues.READ)) {
            put(rig, PLAIN);

            assertThat(rig.stored("1")).isNotEqualTo(PLAIN);
            assertThat(rig.objects()).hasSize(2).isEqualTo(rig.references());
            assertThat(rig.get("1")).isEqualTo(PLAIN);
        }
    }

    @Test
    void whereTheyAreWrittenNewOnesAreStoredAsTheyAre() {
        try (Rig rig = rig(NativeValues.READ_AND_WRITE)) {
            put(rig, PLAIN);

            assertThat(rig.stored("1")).isEqualTo(PLAIN);
            assertThat(rig.objects()).isEmpty();
        }
    }

    @Test
    void aTextThatLooksLikeAReferenceIsNotStoredNatively() {
        try (Rig rig = rig(NativeValues.READ_AND_WRITE)) {
            assertThatThrownBy(() -> put(rig, Map.of("id", s("1"), "body", s("mem://elsewhere/key"))))
                    .isInstanceOf(RefusedRequestException.class)
                    .hasMessageContainingAll("'body'", "looks like a reference", "Nothing was sent")
                    .hasMessageNotContaining("elsewhere");
            assertThat(rig.stored("1")).isEmpty();
        }
    }

    @Test
    void bytesThatLookLikeAStoredPayloadAreNotStoredNatively() {
        try (Rig inline = rig(NativeValues.REFUSE, settings -> settings.threshold(4096));
                Rig rig = rig(NativeValues.READ_AND_WRITE)) {
            put(inline, PLAIN);
            SdkBytes envelope = inline.stored("1").get("image").b();

            assertThatThrownBy(() -> put(rig, Map.of("id", s("1"), "image", AttributeValue.fromB(envelope))))
                    .isInstanceOf(RefusedRequestException.class)
                    .hasMessageContainingAll("'image'", "stored payload", "Nothing was sent");
            assertThat(rig.stored("1")).isEmpty();
        }
    }

    @Test
    void aTypedAttributeHandsOutTheNativeValueInAHandle() {
        try (Rig rig = new Rig(
                aws,
                Door.BLOCKING,
                settings -> settings,
                table -> table.attribute(
                                S3BackedAttribute.typed("note", NativeText.TEXT).build())
                        .nativeValues(NativeValues.READ),
                client -> client)) {
            aws.dynamoDb().putItem(put -> put.tableName(rig.table).item(Map.of("id", s("1"), "note", s("plain"))));

            PayloadHandle found = PayloadHandle.in(rig.get("1").get("note")).orElseThrow();
            assertThat(found.value()).isNull();
            assertThat(found.nativeValue()).contains(s("plain"));
        }
    }
}
