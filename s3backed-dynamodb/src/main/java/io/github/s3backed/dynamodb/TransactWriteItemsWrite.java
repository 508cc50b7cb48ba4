package io.github.s3backed.dynamodb;

import io.github.s3backed.core.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * TransactWriteItems. Repeated attempts carry the same token and the same references, and DynamoDB does them once. What it
 * replaces is read before.
 *
 * <p>A token of the caller's must stay repeatable, even by another process with other references: so it is refused where
 * payloads leave their items, and where they do not, nothing is removed, because the transaction may have been done long ago
 * and the items may hold what was written since.
 */
final class TransactWriteItemsWrite implements Write<TransactWriteItemsResponse> {

    private final Context context;
    private final TransactWriteItemsRequest request;
    private final List<TransactAction> actions;
    private final Map<String, TablePlan> registered = new LinkedHashMap<>();
    private final String token;
    private volatile Set<TablePlan> releasable = Set.of();

    TransactWriteItemsWrite(
            Context context, Function<String, @Nullable TablePlan> tables, TransactWriteItemsRequest request) {
        this(
                context,
                request,
                request.transactItems().stream()
                        .map(item -> TransactAction.of(tables, item))
                        .toList());
    }

    /** @param actions in place of those of the request */
    TransactWriteItemsWrite(Context context, TransactWriteItemsRequest request, List<TransactAction> actions) {
        this.context = context;
        this.request = request;
        this.actions = actions;
        for (TransactAction action : actions) {
            if (action.table() != null) {
                registered.put(action.table().name(), action.table());
            }
        }
        this.token = request.clientRequestToken() == null
                ? context.world().writeIds().get()
                : request.clientRequestToken();
    }

    @Override
    public void requireSendable() {
        if (hasCallersToken() && !uploads().isEmpty()) {
            throw new RefusedRequestException(
                    "TransactWriteItems of " + table()
                            + " has a ClientRequestToken of the caller's, and payloads that leave"
                            + " their items: a repetition with that token would bring other references, which DynamoDB"
                            + " refuses. Leave the token out: this client gives every call one, and repeats safely itself."
                            + " Nothing was sent or stored.",
                    null);
        }
    }

    private boolean hasCallersToken() {
        return request.clientRequestToken() != null;
    }

    @Override
    public String operation() {
        return Operation.TRANSACT_WRITE_ITEMS.name();
    }

    @Override
    public String table() {
        return String.join(", ", registered.keySet());
    }

    @Override
    public List<EncodedValue> values() {
        return actions.stream().flatMap(action -> action.values().stream()).toList();
    }

    @Override
    public boolean isIdempotent() {
        return true;
    }

    @Override
    public CompletionStage<Duration> enterStores() {
        return context.enterStores(uploads(), registered);
    }

    @Override
    public CompletionStage<List<Held>> observe() {
        if (hasCallersToken()) {
            return CompletableFuture.completedFuture(List.of());
        }
        Observer observer = new Observer(context);
        return observer.releasable(registered.values())
                .thenCompose(may -> {
                    releasable = may;
                    return observer.references(targets());
                })
                .thenApply(found -> actions.stream()
                        .flatMap(action -> action.released(found).stream())
                        .toList());
    }

    private List<Observer.Target> targets() {
        return actions.stream()
                .filter(action -> releasable.contains(action.table()))
                .flatMap(action -> action.target().stream())
                .toList();
    }

    @Override
    public CompletionStage<TransactWriteItemsResponse> send(Attempt attempt) {
        return context.calls()
                .call(
                        Operation.TRANSACT_WRITE_ITEMS,
                        request.toBuilder()
                                .transactItems(actions.stream()
                                        .map(action -> action.sent(attempt))
                                        .toList())
                                .clientRequestToken(token)
                                .overrideConfiguration(context.once(request))
                                .build());
    }

    @Override
    public Effect effect(TransactWriteItemsResponse response, Attempt attempt, List<Held> observed) {
        List<Held> released = new ArrayList<>(observed);
        Map<ItemId, Set<Reference>> held = new HashMap<>();
        for (TransactAction action : actions) {
            if (releasable.contains(action.table())) {
                action.conditionalUploads()
                        .forEach(upload ->
                                released.add(upload.held(attempt.places().get(upload))));
                action.target().ifPresent(target -> held.put(target.id(), action.references(attempt)));
            }
        }
        boolean plain = actions.stream().allMatch(TransactAction::isPlain);
        return new Effect(released, plain ? held : null, Set.of());
    }

    @Override
    public CompletionStage<Map<ItemId, Set<Reference>>> observeAfter() {
        return new Observer(context).references(targets()).thenApply(Observer::byItem);
    }

    @Override
    public CompletionStage<TransactWriteItemsResponse> present(TransactWriteItemsResponse response, Attempt attempt) {
        return CompletableFuture.completedFuture(response); // It holds no attributes but keys.
    }

    @Override
    public CompletionStage<? extends Throwable> present(Throwable failure, Attempt attempt) {
        if (!(failure instanceof TransactionCanceledException cancelled) || !cancelled.hasCancellationReasons()) {
            return CompletableFuture.completedFuture(failure);
        }
        List<CompletableFuture<CancellationReason>> reasons = new ArrayList<>();
        for (int i = 0; i < cancelled.cancellationReasons().size(); i++) {
            CancellationReason reason = cancelled.cancellationReasons().get(i);
            reasons.add(
                    i < actions.size() ? present(actions.get(i), reason) : CompletableFuture.completedFuture(reason));
        }
        return CompletableFuture.allOf(reasons.toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    TransactionCanceledException shown = cancelled.toBuilder()
                            .cancellationReasons(reasons.stream()
                                    .map(CompletableFuture::join)
                                    .toList())
                            .build();
                    shown.setStackTrace(cancelled.getStackTrace());
                    return shown;
                });
    }

    private CompletableFuture<CancellationReason> present(TransactAction action, CancellationReason reason) {
        TablePlan table = action.table();
        if (table == null || !reason.hasItem()) {
            return CompletableFuture.completedFuture(reason);
        }
        return context.reader()
                .read(table, reason.item(), action.key(), Map.of())
                .handle((item, failure) -> reason.toBuilder().item(item).build()) // Without it where it cannot be had.
                .toCompletableFuture();
    }
}
