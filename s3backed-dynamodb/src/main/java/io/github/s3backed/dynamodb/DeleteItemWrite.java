package io.github.s3backed.dynamodb;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** DeleteItem. What goes with the item is in the answer, for which it always asks. */
final class DeleteItemWrite extends SingleItemWrite<DeleteItemResponse> {

    private final DeleteItemRequest request;

    DeleteItemWrite(Context context, TablePlan table, DeleteItemRequest request) {
        super(context, table, request.key());
        Guard.refuseLegacy(table, "Expected", request.hasExpected());
        Guard.condition(
                table,
                request.conditionExpression(),
                request.expressionAttributeNames(),
                request.expressionAttributeValues());
        this.request = request;
    }

    @Override
    public String operation() {
        return Operation.DELETE_ITEM.name();
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
        return List.of();
    }

    @Override
    public CompletionStage<DeleteItemResponse> send(Attempt attempt) {
        return context.calls()
                .call(
                        Operation.DELETE_ITEM,
                        request.toBuilder()
                                .returnValues(Images.allOld(request.returnValues()))
                                .overrideConfiguration(context.once(request))
                                .build());
    }

    @Override
    public Effect effect(DeleteItemResponse response, Attempt attempt, List<Held> observed) {
        return releases()
                ? new Effect(table.references(response.attributes(), key), Map.of(table.idOf(key), Set.of()), Set.of())
                : Effect.none();
    }

    @Override
    public CompletionStage<DeleteItemResponse> present(DeleteItemResponse response, Attempt attempt) {
        return presentImage(
                response.attributes(),
                Map.of(),
                image -> response.toBuilder().attributes(image).build());
    }
}
