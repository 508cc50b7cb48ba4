package io.github.s3backed.dynamodb;

import io.github.s3backed.core.PreparedPayload;
import io.github.s3backed.core.StoredPayload;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The value of a request's attribute on its way into the table. What becomes of it is known when it has been prepared. */
final class EncodedValue {

    private final String attribute;
    private final AttributeValue given;
    private final @Nullable Supplier<CompletableFuture<PreparedPayload>> encoding;
    private final Function<PreparedPayload, Upload> uploading;
    private @Nullable CompletableFuture<PreparedPayload> payload;
    private @Nullable Upload upload;

    private EncodedValue(
            String attribute,
            AttributeValue given,
            @Nullable Supplier<CompletableFuture<PreparedPayload>> encoding,
            Function<PreparedPayload, Upload> uploading) {
        this.attribute = attribute;
        this.given = given;
        this.encoding = encoding;
        this.uploading = uploading;
    }

    /**
     * The value of one attribute; nothing is read or stored yet.
     *
     * @param key the item's primary key
     * @throws RefusedRequestException if it cannot be stored natively, and is to be
     */
    static EncodedValue of(TablePlan table, Map<String, AttributeValue> key, String name, AttributeValue given) {
        AttributePlan attribute = table.attribute(name);
        if (given.nul() != null) {
            return asItIs(name, given);
        }
        if (attribute.writesNatively()) {
            return asItIs(name, attribute.nativeForm(given));
        }
        return backed(table, key, name, given, () -> attribute.prepare(given));
    }

    /**
     * A payload that is ready to be stored; closed with the value.
     *
     * @param key the item's primary key
     */
    static EncodedValue of(TablePlan table, Map<String, AttributeValue> key, String name, PreparedPayload payload) {
        return backed(table, key, name, AttributeValue.fromNul(true), () -> CompletableFuture.completedFuture(payload));
    }

    private static EncodedValue backed(
            TablePlan table,
            Map<String, AttributeValue> key,
            String name,
            AttributeValue given,
            Supplier<CompletableFuture<PreparedPayload>> encoding) {
        return new EncodedValue(
                name,
                given,
                encoding,
                payload -> new Upload(table.idOf(key), table.attribute(name), table.context(key, name), payload));
    }

    /** A value that the table holds as it is. */
    static EncodedValue asItIs(String name, AttributeValue value) {
        return new EncodedValue(name, value, null, payload -> {
            throw new IllegalStateException("nothing leaves the item");
        });
    }

    String attribute() {
        return attribute;
    }

    /**
     * Encodes the value: at once, but for one that is a stream or was not fetched. Asked once.
     *
     * @return what follows may be asked for only when this has ended. Cancelling it closes a stream that is being read
     */
    CompletableFuture<?> prepare() {
        if (encoding == null) {
            return CompletableFuture.completedFuture(null);
        }
        payload = Stages.begin(encoding);
        return payload;
    }

    /** What leaves the item; null if nothing does. */
    synchronized @Nullable Upload upload() {
        PreparedPayload prepared = prepared();
        if (upload == null && prepared != null && prepared.inline().isEmpty()) {
            upload = uploading.apply(prepared);
        }
        return upload;
    }

    private @Nullable PreparedPayload prepared() {
        return payload == null ? null : payload.join();
    }

    /** What an attempt sends. */
    AttributeValue sent(Attempt attempt) {
        Upload leaving = upload();
        if (leaving != null) {
            return attempt.reference(leaving);
        }
        Optional<StoredPayload.Inline> inline = Optional.ofNullable(prepared()).flatMap(PreparedPayload::inline);
        return inline.map(AttributePlan::stored).orElse(given);
    }

    /** Frees what was made for it, now or when it is. */
    void close() {
        if (payload != null) {
            payload.thenAccept(PreparedPayload::close);
        }
    }
}
