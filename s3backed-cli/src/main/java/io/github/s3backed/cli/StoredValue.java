package io.github.s3backed.cli;

import io.github.s3backed.core.InvalidReferenceException;
import io.github.s3backed.core.Reference;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.core.StreamedPayload;
import io.github.s3backed.dynamodb.PayloadHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/**
 * What an item holds of an S3-backed attribute.
 *
 * @param item its key and the attribute, as DynamoDB itself holds them
 * @param value null if the item lacks the attribute
 */
record StoredValue(
        Map<String, AttributeValue> item, @Nullable AttributeValue value) {

    /** Reads it consistently; empty if there is no item. */
    static Optional<StoredValue> read(Target.OfItem target) {
        Map<String, AttributeValue> item =
                target.application().client().getItem(request(target)).item();
        return item.isEmpty()
                ? Optional.empty()
                : Optional.of(new StoredValue(item, item.get(target.attribute().name())));
    }

    private static GetItemRequest request(Target.OfItem target) {
        Map<String, String> names =
                new HashMap<>(Map.of("#a", target.attribute().name()));
        StringBuilder projection = new StringBuilder("#a");
        for (String key : target.key().keySet()) {
            String name = "#k" + names.size();
            names.put(name, key);
            projection.append(", ").append(name);
        }
        return GetItemRequest.builder()
                .tableName(target.table().name())
                .key(target.key())
                .projectionExpression(projection.toString())
                .expressionAttributeNames(names)
                .consistentRead(true)
                .build();
    }

    /** The payload as a coordinated client reads it, and as a stream; empty if DynamoDB holds the value itself. */
    static Optional<StreamedPayload> payload(Session session, Target.OfItem target) {
        Application streamed = session.streamed(target.application());
        DynamoDbClient wrapped = streamed.s3backed().wrap(streamed.client()); // Stays open with its client.
        AttributeValue value =
                wrapped.getItem(request(target)).item().get(target.attribute().name());
        return Optional.ofNullable(value)
                .flatMap(PayloadHandle::in)
                .map(PayloadHandle::value)
                .map(StreamedPayload.class::cast);
    }

    /** The type of what DynamoDB holds. */
    String type() {
        return value == null ? "none" : value.type().toString();
    }

    State state() {
        if (value == null) {
            return State.ABSENT;
        }
        if (Boolean.TRUE.equals(value.nul())) {
            return State.NULL;
        }
        if (reference().isPresent()) {
            return State.OFFLOADED;
        }
        return value.b() != null && StoredPayload.isInline(value.b().asByteArrayUnsafe()) ? State.INLINE : State.NATIVE;
    }

    /** What reads as a reference to S3. */
    Optional<Reference> reference() {
        if (value == null || value.s() == null || !value.s().startsWith("s3://")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Reference.parse(value.s()));
        } catch (InvalidReferenceException e) {
            return Optional.empty();
        }
    }

    /** The bytes of a native value; empty of what is neither text nor bytes. */
    Optional<byte[]> nativeBytes() {
        if (value == null || state() != State.NATIVE) {
            return Optional.empty();
        }
        return Optional.ofNullable(value.s())
                .map(SdkBytes::fromUtf8String)
                .or(() -> Optional.ofNullable(value.b()))
                .map(SdkBytes::asByteArray);
    }

    enum State {
        ABSENT,
        NULL,
        INLINE,
        OFFLOADED,
        NATIVE
    }
}
