package io.github.s3backed.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue.Type;

/** No value is lost, or becomes another, on its way from Lambda's types to the SDK's. */
class LambdaRecordsTest {

    private static final String ARN =
            "arn:aws:dynamodb:eu-central-1:123456789012:table/articles/stream/2026-01-01T00:00:00.000";

    static Stream<Arguments> values() {
        return Stream.of(
                pair(Type.S, new AttributeValue().withS(""), sdk().s("")),
                pair(Type.S, new AttributeValue("text"), sdk().s("text")),
                pair(Type.N, new AttributeValue().withN("1.50"), sdk().n("1.50")),
                pair(Type.B, new AttributeValue().withB(buffer(1, 2)), sdk().b(bytes(1, 2))),
                pair(Type.SS, new AttributeValue().withSS("a", "b"), sdk().ss("a", "b")),
                pair(Type.NS, new AttributeValue().withNS("1", "2"), sdk().ns("1", "2")),
                pair(Type.BS, new AttributeValue().withBS(buffer(1), buffer(2)), sdk().bs(bytes(1), bytes(2))),
                pair(Type.BOOL, new AttributeValue().withBOOL(false), sdk().bool(false)),
                pair(Type.NUL, new AttributeValue().withNULL(true), sdk().nul(true)),
                pair(Type.L, new AttributeValue().withL(List.of()), sdk().l(List.of())),
                pair(
                        Type.L,
                        new AttributeValue().withL(new AttributeValue("a"), new AttributeValue().withN("1")),
                        sdk().l(sdk().s("a").build(), sdk().n("1").build())),
                pair(Type.M, new AttributeValue().withM(Map.of()), sdk().m(Map.of())),
                pair(
                        Type.M,
                        new AttributeValue().withM(Map.of("k", new AttributeValue().withL(new AttributeValue("deep")))),
                        sdk().m(Map.of("k", sdk().l(sdk().s("deep").build()).build()))));
    }

    private static Arguments pair(
            Type type,
            AttributeValue given,
            software.amazon.awssdk.services.dynamodb.model.AttributeValue.Builder expected) {
        return Arguments.of(type, given, expected.build());
    }

    private static software.amazon.awssdk.services.dynamodb.model.AttributeValue.Builder sdk() {
        return software.amazon.awssdk.services.dynamodb.model.AttributeValue.builder();
    }

    private static ByteBuffer buffer(int... values) {
        return bytes(values).asByteBuffer();
    }

    private static SdkBytes bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return SdkBytes.fromByteArray(bytes);
    }

    @ParameterizedTest
    @MethodSource("values")
    void eachTypeIsTheSame(
            Type type, AttributeValue given, software.amazon.awssdk.services.dynamodb.model.AttributeValue expected) {
        assertThat(LambdaRecords.value(given)).isEqualTo(expected);
        assertThat(LambdaRecords.value(given).type()).isEqualTo(type);
        assertThat(LambdaRecords.value(given))
                .as("a buffer can be read once more")
                .isEqualTo(expected);
    }

    @Test
    void eachTypeIsTested() {
        assertThat(values().map(arguments -> arguments.get()[0]))
                .containsAll(Arrays.stream(Type.values())
                        .filter(type -> type != Type.UNKNOWN_TO_SDK_VERSION)
                        .toList());
    }

    @Test
    void aValueOfNoTypeIsOfOneThatNobodyKnows() {
        assertThat(LambdaRecords.value(new AttributeValue()).type()).isEqualTo(Type.UNKNOWN_TO_SDK_VERSION);
    }

    @Test
    void anImageThatIsAbsentStaysAbsent() {
        DynamodbStreamRecord record = new DynamodbStreamRecord();
        record.setEventSourceARN(ARN);
        record.setEventName("REMOVE");
        StreamRecord data = new StreamRecord();
        data.setOldImage(Map.of());
        record.setDynamodb(data);
        SourcedRecord converted = LambdaRecords.sourced(record);
        assertThat(converted.data().hasOldImage()).isTrue();
        assertThat(converted.data().hasNewImage()).isFalse();
        assertThat(converted.data().approximateCreationDateTime()).isNull();
        assertThat(converted.isExpiry()).isFalse();
    }

    @Test
    void anExpiryIsOne() {
        DynamodbStreamRecord record = new DynamodbStreamRecord();
        record.setEventSourceARN(ARN);
        record.setEventName("REMOVE");
        record.setUserIdentity(new Identity().withType("Service").withPrincipalId("dynamodb.amazonaws.com"));
        assertThat(LambdaRecords.sourced(record).isExpiry()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("arns")
    void theTableIsTheOneThatTheArnNames(String arn, String table, String region) {
        assertThat(StreamSource.of(arn)).hasValueSatisfying(source -> {
            assertThat(source.table()).isEqualTo(table);
            assertThat(source.region()).isEqualTo(region);
            assertThat(arn).startsWith(source.tableArn() + "/stream/");
        });
    }

    static Stream<Arguments> arns() {
        return Stream.of(
                Arguments.of(ARN, "articles", "eu-central-1"),
                Arguments.of(
                        "arn:aws-cn:dynamodb:cn-north-1:123456789012:table/a.b_c-d/stream/2026-01-01T00:00:00.000",
                        "a.b_c-d",
                        "cn-north-1"));
    }

    @Test
    void otherArnsNameNoTable() {
        assertThat(Stream.of(
                        null,
                        "",
                        "arn:aws:dynamodb:eu-central-1:123456789012:table/articles",
                        "arn:aws:dynamodb:eu-central-1:123456789012:table/articles/index/by-date/stream/1",
                        "arn:aws:kinesis:eu-central-1:123456789012:stream/articles"))
                .allSatisfy(arn -> assertThat(StreamSource.of(arn)).isEmpty());
    }
}
