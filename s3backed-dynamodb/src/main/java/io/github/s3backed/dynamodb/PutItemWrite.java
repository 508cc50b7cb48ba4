package io.github.s3backed.dynamodb;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** PutItem. What it replaces is in the answer, for which it always asks. */
final class PutItemWrite extends SingleItemWrite<PutItemResponse> {

    private final PutItemRequest request;
    private final ItemWrite item;

    PutItemWrite(Context context, TablePlan table, PutItemRequest request) {
        super(context, table, request.item());
        Guard.refuseLegacy(table, "Expected", request.hasExpected());
        Guard.condition(
                table,
                request.conditionExpression(),
                request.expressionAttributeNames(),
                request.expressionAttributeValues());
        this.request = request;
        this.item = ItemWrite.of(table, request.item());
    }

    @Override
    public String operation() {
        return Operation.PUT_ITEM.name();
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
        return item.values();
    }

    @Override
    public CompletionStage<PutItemResponse> send(Attempt attempt) {
        return context.calls()
                .call(
                        Operation.PUT_ITEM,
                        request.toBuilder()
                                .item(item.with(attempt))
                                .returnValues(Images.allOld(request.returnValues()))
                                .returnValuesOnConditionCheckFailure(
                                        Images.onFailure(request.returnValuesOnConditionCheckFailure(), attempt))
                                .overrideConfiguration(context.once(request))
                                .build());
    }

    @Override
    public Effect effect(PutItemResponse response, Attempt attempt, List<Held> observed) {
        return releases()
                ? new Effect(
                        table.references(response.attributes(), key),
                        Map.of(table.idOf(key), new HashSet<>(attempt.references())),
                        Set.of())
                : Effect.none();
    }

    @Override
    public CompletionStage<PutItemResponse> present(PutItemResponse response, Attempt attempt) {
        return presentImage(
                response.attributes(),
                Map.of(),
                image -> response.toBuilder().attributes(image).build());
    }

    @Override
    public Optional<PutItemResponse> rebuildLostAnswer() {
        return Images.wantsNone(request.returnValues())
                ? Optional.of(PutItemResponse.builder().build())
                : Optional.empty();
    }
}
