package io.github.s3backed.dynamodb;

import io.github.s3backed.core.Reference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * UpdateItem of at least one S3-backed attribute. What it replaces is in the answer where the caller leaves room for it and
 * no {@code if_not_exists} decides; else it is read before, and what the item holds since is read from the answer, or after.
 */
final class UpdateItemWrite extends SingleItemWrite<UpdateItemResponse> {

    private final UpdateItemRequest request;
    private final AttributeUpdate update;
    private final ReturnValue returned;

    UpdateItemWrite(Context context, TablePlan table, UpdateItemRequest request, AttributeUpdate update) {
        super(context, table, request.key());
        this.request = request;
        this.update = update;
        this.returned = Images.wantsNone(request.returnValues())
                ? update.isPlain() ? ReturnValue.ALL_OLD : ReturnValue.UPDATED_NEW
                : request.returnValues();
    }

    @Override
    public String operation() {
        return Operation.UPDATE_ITEM.name();
    }

    @Override
    @Nullable
    ReturnValue returnValues() {
        return request.returnValues();
    }

    @Override
    @Nullable
    ReturnValuesOnConditionCheckFailure onConditionCheckFailure() {
        return request.returnValuesOnConditionCheckFailure();
    }

    @Override
    public List<EncodedValue> values() {
        return update.values();
    }

    @Override
    CompletionStage<List<Held>> observeReleasable() {
        return answersWithBefore()
                ? super.observeReleasable()
                : new Observer(context).references(table, key, update.touched());
    }

    private boolean answersWithBefore() {
        return returned == ReturnValue.ALL_OLD || returned == ReturnValue.UPDATED_OLD;
    }

    @Override
    public CompletionStage<UpdateItemResponse> send(Attempt attempt) {
        UpdateExpression.Rewritten rewritten =
                update.rewrite(attempt, request.expressionAttributeValues(), request.conditionExpression());
        return context.calls()
                .call(
                        Operation.UPDATE_ITEM,
                        request.toBuilder()
                                .updateExpression(rewritten.expression())
                                .expressionAttributeValues(rewritten.values().isEmpty() ? null : rewritten.values())
                                .returnValues(returned)
                                .returnValuesOnConditionCheckFailure(
                                        Images.onFailure(request.returnValuesOnConditionCheckFailure(), attempt))
                                .overrideConfiguration(context.once(request))
                                .build());
    }

    @Override
    public Effect effect(UpdateItemResponse response, Attempt attempt, List<Held> observed) {
        if (!releases()) {
            return Effect.none();
        }
        List<Held> released =
                new ArrayList<>(answersWithBefore() ? table.references(response.attributes(), key) : observed);
        released.removeIf(held -> !update.touched().contains(held.attribute().name()));
        update.conditionalUploads()
                .forEach(upload -> released.add(upload.held(attempt.places().get(upload))));
        return new Effect(released, held(response, attempt), Set.of());
    }

    private @Nullable Map<ItemId, Set<Reference>> held(UpdateItemResponse response, Attempt attempt) {
        if (update.isPlain()) {
            return Map.of(table.idOf(key), new HashSet<>(attempt.references()));
        }
        return answersWithBefore()
                ? null
                : Map.of(table.idOf(key), Observer.referencesOf(table.references(response.attributes(), key)));
    }

    @Override
    public CompletionStage<Map<ItemId, Set<Reference>>> observeAfter() {
        return new Observer(context)
                .references(table, key, update.touched())
                .thenApply(held -> Map.of(table.idOf(key), Observer.referencesOf(held)));
    }

    @Override
    public CompletionStage<UpdateItemResponse> present(UpdateItemResponse response, Attempt attempt) {
        return presentImage(
                response.attributes(),
                update.known(attempt),
                image -> response.toBuilder().attributes(image).build());
    }

    @Override
    public Optional<UpdateItemResponse> rebuildLostAnswer() {
        return Images.wantsNone(request.returnValues())
                ? Optional.of(UpdateItemResponse.builder().build())
                : Optional.empty();
    }
}
