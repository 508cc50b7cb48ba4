package io.github.s3backed.dynamodb;

import io.github.s3backed.core.Reference;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;

/** PutItem. What it replaces is in the answer, for which it always asks. */
final class PutItemWrite implements Write<PutItemResponse> {

    private final Context context;
    private final TablePlan table;
    private final PutItemRequest request;
    private final Map<String, AttributeValue> key;
    private final ItemWrite item;
    private final Images images;
    private volatile boolean releases;

    PutItemWrite(Context context, TablePlan table, PutItemRequest request) {
        Guard.refuseLegacy(table, "Expected", request.hasExpected());
        Guard.condition(
                table,
                request.conditionExpression(),
                request.expressionAttributeNames(),
                request.expressionAttributeValues());
        this.context = context;
        this.table = table;
        this.request = request;
        this.key = table.keyOf(request.item());
        this.item = ItemWrite.of(table, request.item());
        this.images = new Images(context);
    }

    @Override
    public String operation() {
        return Operation.PUT_ITEM.name();
    }

    @Override
    public String table() {
        return table.name();
    }

    @Override
    public List<Upload> uploads() {
        return item.uploads();
    }

    @Override
    public CompletionStage<Duration> enterStores() {
        return context.enterStores(uploads(), Map.of(table.name(), table));
    }

    @Override
    public CompletionStage<List<Held>> observe() {
        return new Observer(context).mayRelease(table).thenApply(may -> {
            releases = may;
            return List.of();
        });
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
        return releases
                ? new Effect(
                        table.references(response.attributes(), key),
                        Map.of(table.idOf(key), new HashSet<>(attempt.references())),
                        Set.of())
                : Effect.none();
    }

    @Override
    public CompletionStage<PutItemResponse> present(PutItemResponse response, Attempt attempt) {
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

    @Override
    public boolean showsOwnWrite(Throwable failure, Collection<Reference> earlier) {
        return Images.showsOwnWrite(failure, table, key, earlier);
    }

    @Override
    public Optional<PutItemResponse> rebuildLostAnswer() {
        return Images.wantsNone(request.returnValues())
                ? Optional.of(PutItemResponse.builder().build())
                : Optional.empty();
    }
}
