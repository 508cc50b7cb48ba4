package io.github.s3backed.streams;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.Record;

/** Makes the SDK's records of Lambda's. What is absent there is absent here. */
final class LambdaRecords {

    private LambdaRecords() {}

    static SourcedRecord sourced(DynamodbStreamRecord record) {
        StreamSource source = StreamSource.of(record.getEventSourceARN())
                .orElseThrow(() -> new StreamRefusedException(
                        "A record has the event source ARN " + record.getEventSourceARN()
                                + ", which is none of a DynamoDB stream: .../table/NAME/stream/... Look at the function's"
                                + " event source mappings. Nothing was removed.",
                        null));
        return new SourcedRecord(source, of(record));
    }

    private static Record of(DynamodbStreamRecord record) {
        return Record.builder()
                .eventID(record.getEventID())
                .eventName(record.getEventName())
                .awsRegion(record.getAwsRegion())
                .userIdentity(identity(record.getUserIdentity()))
                .dynamodb(data(record.getDynamodb()))
                .build();
    }

    private static software.amazon.awssdk.services.dynamodb.model.@Nullable Identity identity(@Nullable Identity by) {
        return by == null
                ? null
                : software.amazon.awssdk.services.dynamodb.model.Identity.builder()
                        .type(by.getType())
                        .principalId(by.getPrincipalId())
                        .build();
    }

    private static software.amazon.awssdk.services.dynamodb.model.@Nullable StreamRecord data(
            @Nullable StreamRecord data) {
        return data == null
                ? null
                : software.amazon.awssdk.services.dynamodb.model.StreamRecord.builder()
                        .approximateCreationDateTime(Optional.ofNullable(data.getApproximateCreationDateTime())
                                .map(Date::toInstant)
                                .orElse(null))
                        .keys(image(data.getKeys()))
                        .oldImage(image(data.getOldImage()))
                        .newImage(image(data.getNewImage()))
                        .sequenceNumber(data.getSequenceNumber())
                        .sizeBytes(data.getSizeBytes())
                        .streamViewType(data.getStreamViewType())
                        .build();
    }

    private static @Nullable Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> image(
            @Nullable Map<String, AttributeValue> image) {
        return image == null ? null : map(image);
    }

    private static Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> map(
            Map<String, AttributeValue> values) {
        Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> converted = new HashMap<>();
        values.forEach((name, value) -> converted.put(name, value(value)));
        return converted;
    }

    /** The same value; one that holds nothing stays one, of a type that nobody knows. */
    static software.amazon.awssdk.services.dynamodb.model.AttributeValue value(AttributeValue value) {
        var converted = software.amazon.awssdk.services.dynamodb.model.AttributeValue.builder()
                .s(value.getS())
                .n(value.getN())
                .bool(value.getBOOL())
                .nul(value.getNULL());
        Optional.ofNullable(value.getB()).map(LambdaRecords::bytes).ifPresent(converted::b);
        Optional.ofNullable(value.getSS()).ifPresent(converted::ss);
        Optional.ofNullable(value.getNS()).ifPresent(converted::ns);
        Optional.ofNullable(value.getBS()).map(LambdaRecords::allBytes).ifPresent(converted::bs);
        Optional.ofNullable(value.getL())
                .map(list -> list.stream().map(LambdaRecords::value).toList())
                .ifPresent(converted::l);
        Optional.ofNullable(value.getM()).map(LambdaRecords::map).ifPresent(converted::m);
        return converted.build();
    }

    private static List<SdkBytes> allBytes(List<ByteBuffer> values) {
        return values.stream().map(LambdaRecords::bytes).toList();
    }

    /** A copy; the buffer is left as it is. */
    private static SdkBytes bytes(ByteBuffer buffer) {
        return SdkBytes.fromByteBuffer(buffer.duplicate());
    }
}
