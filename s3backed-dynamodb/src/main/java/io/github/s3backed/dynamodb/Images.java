package io.github.s3backed.dynamodb;

import io.github.s3backed.core.Reference;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** The images of items that writes return, as the caller is to see them. */
final class Images {

    private final Context context;

    Images(Context context) {
        this.context = context;
    }

    static boolean wantsNone(@Nullable ReturnValue asked) {
        return asked == null || asked == ReturnValue.NONE;
    }

    /** ALL_OLD, or what DynamoDB is to refuse. */
    static ReturnValue allOld(@Nullable ReturnValue asked) {
        return asked == null || asked == ReturnValue.NONE ? ReturnValue.ALL_OLD : asked;
    }

    static boolean wantsImage(@Nullable ReturnValuesOnConditionCheckFailure asked) {
        return asked == ReturnValuesOnConditionCheckFailure.ALL_OLD;
    }

    /**
     * What to ask for: the image also where the caller did not, if it tells whether an earlier attempt was done.
     */
    static @Nullable ReturnValuesOnConditionCheckFailure onFailure(
            @Nullable ReturnValuesOnConditionCheckFailure asked, Attempt attempt) {
        return attempt.inDoubt() ? ReturnValuesOnConditionCheckFailure.ALL_OLD : asked;
    }

    /** An image with its payloads. What the write itself has uploaded is not fetched again. */
    CompletionStage<Map<String, AttributeValue>> present(
            TablePlan table,
            Map<String, AttributeValue> image,
            Map<String, AttributeValue> key,
            Map<String, AttributeValue> known) {
        return context.reader().read(table, image, key, known);
    }

    /**
     * An error as the caller is to see it: an image in it is given its payloads, or left out where the caller did not ask
     * for it or they cannot be had. A reference is never shown.
     */
    CompletionStage<? extends Throwable> present(
            Throwable failure, TablePlan table, Map<String, AttributeValue> key, boolean asked) {
        if (!(failure instanceof ConditionalCheckFailedException refused) || !refused.hasItem()) {
            return CompletableFuture.completedFuture(failure);
        }
        if (!asked) {
            return CompletableFuture.completedFuture(with(refused, null));
        }
        return context.reader().read(table, refused.item(), key, Map.of()).handle((item, other) -> {
            ConditionalCheckFailedException shown = with(refused, item);
            if (other != null) {
                shown.addSuppressed(Failures.unwrap(other));
            }
            return shown;
        });
    }

    private static ConditionalCheckFailedException with(
            ConditionalCheckFailedException refused, @Nullable Map<String, AttributeValue> item) {
        ConditionalCheckFailedException shown = refused.toBuilder().item(item).build();
        shown.setStackTrace(refused.getStackTrace());
        return shown;
    }

    /** Whether the image that came with a failed condition holds a reference that this write has put there. */
    static boolean showsOwnWrite(
            Throwable failure, TablePlan table, Map<String, AttributeValue> key, Collection<Reference> earlier) {
        return failure instanceof ConditionalCheckFailedException refused
                && refused.hasItem()
                && table.references(refused.item(), key).stream()
                        // Under a shared key the reference may be another's as well.
                        .anyMatch(held ->
                                held.attribute().pipeline().keyTemplate().isExclusive()
                                        && earlier.contains(held.reference()));
    }
}
