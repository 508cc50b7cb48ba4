package io.github.s3backed.dynamodb;

import io.github.s3backed.core.BlobChangedException;
import io.github.s3backed.core.LateRead;
import io.github.s3backed.core.PreparedPayload;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Rewrites one attribute of one item: an update of it alone, on the condition that it is what was observed. */
final class AttributeRewriting {

    private static final String UPDATE = "SET #a = :new";
    private static final String CONDITION = "#a = :observed";

    private final Context context;
    private final Scope scope;
    private final TablePlan table;
    private final AttributeRewrite rewrite;
    private final AttributePlan attribute;
    private final Map<String, AttributeValue> key;

    /** @param scope cancels what is under way */
    AttributeRewriting(Context context, Scope scope, TablePlan table, AttributeRewrite rewrite) {
        this.context = context;
        this.scope = scope;
        this.table = table;
        this.rewrite = rewrite;
        this.attribute = table.attribute(rewrite.attribute());
        this.key = table.keyOf(rewrite.key());
    }

    CompletionStage<RewriteResult> run() {
        return Stages.then(
                Stages.begin(this::encode),
                (value, failure) -> failure == null
                        ? value.map(this::write).orElseGet(AttributeRewriting::asItWas)
                        : settle(failure));
    }

    private static CompletionStage<RewriteResult> asItWas() {
        return CompletableFuture.completedFuture(RewriteResult.of(RewriteResult.Outcome.AS_IT_WAS));
    }

    /** The value in its new form; empty if that is its old one. */
    private CompletionStage<Optional<EncodedValue>> encode() {
        return switch (rewrite.goal()) {
            case CURRENT ->
                attribute
                        .prepareAgain(rewrite.observed(), table.contexts(key, attribute.name()), late(), false)
                        .thenApply(payload -> Optional.of(backed(payload)));
            case ANEW ->
                attribute
                        .prepareAgain(rewrite.observed(), table.contexts(key, attribute.name()), late(), true)
                        .thenCombine(storedCompressor(), this::unlessEqual);
            case ADOPTED -> attribute.prepareFrom(rewrite.adopted()).thenApply(payload -> Optional.of(backed(payload)));
            case NATIVE ->
                attribute
                        .loadNative(rewrite.observed(), table.contexts(key, attribute.name()), late())
                        .thenApply(value -> value.equals(rewrite.observed())
                                ? Optional.empty()
                                : Optional.of(EncodedValue.asItIs(attribute.name(), value)));
        };
    }

    private CompletionStage<Optional<String>> storedCompressor() {
        return attribute.storedCompressor(rewrite.observed(), table.contexts(key, attribute.name()), late());
    }

    private Optional<EncodedValue> unlessEqual(PreparedPayload payload, Optional<String> compressor) {
        if (attribute.isCurrent(rewrite.observed(), table.context(key, attribute.name()))
                && compressor.equals(Optional.of(payload.compressor()))) {
            payload.close();
            return Optional.empty();
        }
        return Optional.of(backed(payload));
    }

    private EncodedValue backed(PreparedPayload payload) {
        return EncodedValue.of(table, key, attribute.name(), payload);
    }

    private LateRead late() {
        return context.reader().late(table, attribute.name(), key, attribute.reference(rewrite.observed()));
    }

    private CompletionStage<RewriteResult> write(EncodedValue value) {
        UpdateItemRequest request = UpdateItemRequest.builder()
                .tableName(table.name())
                .key(key)
                .updateExpression(UPDATE)
                .conditionExpression(CONDITION)
                .expressionAttributeNames(Map.of("#a", attribute.name()))
                .expressionAttributeValues(Map.of(":new", rewrite.observed(), ":observed", rewrite.observed()))
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .build();
        AttributeUpdate update = AttributeUpdate.of(table, request, value);
        return Stages.then(
                scope.<UpdateItemResponse>begin(
                        () -> context.run(new UpdateItemWrite(context, table, request, update))),
                (response, failure) -> failure == null
                        ? CompletableFuture.completedFuture(
                                new RewriteResult(RewriteResult.Outcome.REWRITTEN, units(response)))
                        : settle(failure));
    }

    private static double units(UpdateItemResponse response) {
        return response.consumedCapacity() == null
                        || response.consumedCapacity().capacityUnits() == null
                ? 0
                : response.consumedCapacity().capacityUnits();
    }

    private static CompletionStage<RewriteResult> settle(Throwable failure) {
        if (failure instanceof ConditionalCheckFailedException
                || failure instanceof OutdatedPayloadException
                || failure instanceof BlobChangedException) {
            return CompletableFuture.completedFuture(RewriteResult.of(RewriteResult.Outcome.CHANGED));
        }
        return failure instanceof TooLargeForItemException || isTooLarge(failure)
                ? CompletableFuture.completedFuture(RewriteResult.of(RewriteResult.Outcome.TOO_LARGE))
                : CompletableFuture.failedFuture(failure);
    }

    // DynamoDB has no code of its own for it.
    private static boolean isTooLarge(Throwable failure) {
        return failure instanceof DynamoDbException refused
                && refused.awsErrorDetails() != null
                && "ValidationException".equals(refused.awsErrorDetails().errorCode())
                && String.valueOf(refused.awsErrorDetails().errorMessage()).contains("Item size");
    }

    /** A value that is known not to fit before it was read. */
    static final class TooLargeForItemException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
