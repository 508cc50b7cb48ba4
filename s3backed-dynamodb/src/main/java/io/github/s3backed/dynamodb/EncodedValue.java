package io.github.s3backed.dynamodb;

import io.github.s3backed.core.PreparedPayload;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The value of a request's attribute on its way into the table. What becomes of it is known when it has been prepared. */
final class EncodedValue {

    private final String attribute;
    private final CompletableFuture<Outcome> outcome;

    private EncodedValue(String attribute, CompletableFuture<Outcome> outcome) {
        this.attribute = attribute;
        this.outcome = outcome;
    }

    /**
     * Encodes the value of one attribute; nothing is stored.
     *
     * @param key the item's primary key
     */
    static EncodedValue of(TablePlan table, Map<String, AttributeValue> key, String name, AttributeValue given) {
        AttributePlan attribute = table.attribute(name);
        if (given.nul() != null) {
            return asItIs(name, given);
        }
        if (attribute.writesNatively()) {
            return asItIs(name, attribute.nativeForm(given));
        }
        return new EncodedValue(
                name,
                attribute
                        .prepare(given)
                        .thenApply(payload -> payload.inline()
                                .map(inline -> new Outcome(AttributePlan.stored(inline), null, payload))
                                .orElseGet(() -> new Outcome(
                                        given,
                                        new Upload(table.idOf(key), attribute, table.context(key, name), payload),
                                        payload)))
                        .toCompletableFuture());
    }

    private static EncodedValue asItIs(String name, AttributeValue value) {
        return new EncodedValue(name, CompletableFuture.completedFuture(new Outcome(value, null, null)));
    }

    String attribute() {
        return attribute;
    }

    /** Ends when the value is encoded; what follows may be asked for only then. */
    CompletableFuture<?> prepared() {
        return outcome;
    }

    /** What leaves the item; null if nothing does. */
    @Nullable
    Upload upload() {
        return outcome.join().upload();
    }

    /** What an attempt sends. */
    AttributeValue sent(Attempt attempt) {
        Outcome encoded = outcome.join();
        return encoded.upload() == null ? encoded.value() : attempt.reference(encoded.upload());
    }

    /** Frees what was made for it, now or when it is. */
    void close() {
        outcome.thenAccept(encoded -> {
            if (encoded.payload() != null) {
                encoded.payload().close();
            }
        });
    }

    /** @param value what the item holds, unless there is an upload */
    private record Outcome(
            AttributeValue value,
            @Nullable Upload upload,
            @Nullable PreparedPayload payload) {}
}
