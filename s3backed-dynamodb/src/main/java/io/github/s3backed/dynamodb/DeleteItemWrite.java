package io.github.s3backed.dynamodb;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;

/** DeleteItem. What goes with the item is in the answer, for which it always asks. */
final class DeleteItemWrite implements Write<DeleteItemResponse> {

    private final Context context;
    private final TablePlan table;
    private final DeleteItemRequest request;
    private final Map<String, AttributeValue> key;
    private final Images images;
    private volatile boolean releases;

    DeleteItemWrite(Context context, TablePlan table, DeleteItemRequest request) {
        Guard.refuseLegacy(table, "Expected", request.hasExpected());
        Guard.condition(
                table,
                request.conditionExpression(),
                request.expressionAttributeNames(),
                request.expressionAttributeValues());
        this.context = context;
        this.table = table;
        this.request = request;
        this.key = table.keyOf(request.key());
        this.images = new Images(context);
    }

    @Override
    public String operation() {
        return Operation.DELETE_ITEM.name();
    }

    @Override
    public String table() {
        return table.name();
    }

    @Override
    public List<Upload> uploads() {
        return List.of();
    }

    @Override
    public CompletionStage<Duration> enterStores() {
        return context.enterStores(List.of(), Map.of());
    }

    @Override
    public CompletionStage<List<Held>> observe() {
        return new Observer(context).mayRelease(table).thenApply(may -> {
            releases = may;
            return List.of();
        });
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
        return releases
                ? new Effect(table.references(response.attributes(), key), Map.of(table.idOf(key), Set.of()), Set.of())
                : Effect.none();
    }

    @Override
    public CompletionStage<DeleteItemResponse> present(DeleteItemResponse response, Attempt attempt) {
        if (Images.wantsNone(request.returnValues()) || !response.hasAttributes()) {
            return CompletableFuture.completedFuture(
                    response.toBuilder().attributes(null).build());
        }
        return images.present(table, response.attributes(), key, Map.of())
                .thenApply(image -> response.toBuilder().attributes(image).build());
    }

    @Override
    public CompletionStage<? extends Throwable> present(Throwable failure, Attempt attempt) {
        return images.present(failure, table, key, Images.wantsImage(request.returnValuesOnConditionCheckFailure()));
    }
}
