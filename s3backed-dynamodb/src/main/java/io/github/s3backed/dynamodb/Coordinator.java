package io.github.s3backed.dynamodb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteTransactionRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Says for each request of one client whether it concerns registered tables, and what is done with it if so. */
final class Coordinator {

    private final Tables tables;
    private final TableDirectory directory;
    private final World world;
    private final Optional<Duration> clientTimeout;

    /**
     * A coordinator.
     *
     * @param clientTimeout what the client allows for a whole call
     */
    Coordinator(Tables tables, TableDirectory directory, World world, Optional<Duration> clientTimeout) {
        this.clientTimeout = clientTimeout;
        this.tables = tables;
        this.directory = directory;
        this.world = world;
    }

    /** Whether a request concerns a registered table; any other goes to the client as it is. */
    boolean concerns(DynamoDbRequest request) {
        if (request instanceof ExecuteStatementRequest statement) {
            refusePartiQl(Stream.of(statement.statement()));
        } else if (request instanceof BatchExecuteStatementRequest batch) {
            refusePartiQl(batch.statements().stream().map(each -> each.statement()));
        } else if (request instanceof ExecuteTransactionRequest transaction) {
            refusePartiQl(transaction.transactStatements().stream().map(each -> each.statement()));
        }
        return TableNames.of(request).anyMatch(name -> tables.find(name) != null);
    }

    private void refusePartiQl(Stream<String> statements) {
        statements.forEach(statement -> tables.registeredIn(statement).ifPresent(table -> {
            throw new RefusedRequestException(
                    "A PartiQL statement names '" + table
                            + "', a table with S3-backed attributes, which it would compare,"
                            + " copy and store as they are in the table. Nothing was sent or stored; use the operations on"
                            + " items.",
                    null);
        }));
    }

    /**
     * Does what a request asks for that concerns a registered table. The stage fails with what the caller is to see.
     *
     * @throws RefusedRequestException if it cannot be done correctly; nothing was sent
     */
    CompletionStage<?> handle(DynamoDbRequest request, DynamoDbCalls calls) {
        Function<String, @Nullable TablePlan> known = snapshot(request)::get;
        Scope scope = new Scope();
        // A write is cancelled by its own rules, and not in the middle of whatever it does.
        Observer later = new Observer(calls.later(), directory);
        return isRead(request)
                ? CancellableResult.of(
                        read(request, context(scope.over(calls), scope, later), known)
                                .toCompletableFuture(),
                        scope::cancel)
                : write(request, context(calls, scope, later), known);
    }

    private Context context(DynamoDbCalls calls, Scope scope, Observer later) {
        return new Context(
                calls,
                directory,
                new ItemReader(world.events(), world.nanoTime(), scope, later),
                world,
                new CallTimeout(clientTimeout, world.nanoTime()));
    }

    /** Copies or moves an item; ends with whether there was one. */
    CompletableFuture<Boolean> transfer(ItemCopy copy, boolean removesSource, DynamoDbCalls calls) {
        TablePlan source = registered(copy.fromTable());
        TablePlan target = registered(copy.toTable());
        Scope scope = new Scope();
        Context context = context(calls, scope, new Observer(calls.later(), directory));
        return CancellableResult.of(
                new ItemTransfer(context, scope, source, target, copy, removesSource)
                        .run()
                        .toCompletableFuture(),
                scope::cancel);
    }

    /** Rewrites one attribute of an item. */
    CompletableFuture<RewriteResult> rewrite(AttributeRewrite rewrite, DynamoDbCalls calls) {
        TablePlan table = registered(rewrite.table());
        if (!table.offloaded().contains(rewrite.attribute())) {
            throw new IllegalArgumentException("The attribute '" + rewrite.attribute() + "' of table '" + table.name()
                    + "' is not registered as S3-backed. Nothing was sent or stored; register it.");
        }
        Scope scope = new Scope();
        Context context = context(calls, scope, new Observer(calls.later(), directory));
        return CancellableResult.of(
                new AttributeRewriting(context, scope, table, rewrite).run().toCompletableFuture(), scope::cancel);
    }

    /** Makes stores know the registered tables. */
    CompletableFuture<Void> enter(Collection<StoreRegistry> stores, DynamoDbCalls calls) {
        List<CompletableFuture<?>> entries = new ArrayList<>();
        for (TablePlan table : tables.all()) {
            CompletionStage<TableFacts> facts = directory.facts(table, calls);
            stores.forEach(store -> entries.add(
                    facts.thenCompose(known -> store.enter(known, table.table().logicalName()))
                            .toCompletableFuture()));
        }
        return CompletableFuture.allOf(entries.toArray(CompletableFuture[]::new));
    }

    private TablePlan registered(String name) {
        return Optional.ofNullable(tables.find(name))
                .orElseThrow(() -> new IllegalArgumentException("The table '" + name
                        + "' is not registered, so it is not known which of its attributes are S3-backed. Nothing was"
                        + " sent or stored; register it."));
    }

    private static boolean isRead(DynamoDbRequest request) {
        return request instanceof GetItemRequest
                || request instanceof QueryRequest
                || request instanceof ScanRequest
                || request instanceof BatchGetItemRequest
                || request instanceof TransactGetItemsRequest;
    }

    private CompletionStage<?> read(
            DynamoDbRequest request, Context context, Function<String, @Nullable TablePlan> known) {
        Reads reads = new Reads(context, known);
        if (request instanceof GetItemRequest get) {
            return reads.getItem(table(get.tableName()), get);
        }
        if (request instanceof QueryRequest query) {
            return reads.query(table(query.tableName()), query);
        }
        if (request instanceof ScanRequest scan) {
            return reads.scan(table(scan.tableName()), scan);
        }
        if (request instanceof BatchGetItemRequest batch) {
            return reads.batchGetItem(batch);
        }
        if (request instanceof TransactGetItemsRequest transaction) {
            return reads.transactGetItems(transaction);
        }
        throw new IllegalStateException("No handler for " + request.getClass().getSimpleName());
    }

    /** The registered tables of a request, which does not notice what is registered while it is under way. */
    private Map<String, TablePlan> snapshot(DynamoDbRequest request) {
        Map<String, TablePlan> known = new HashMap<>();
        TableNames.of(request).forEach(name -> {
            TablePlan table = tables.find(name);
            if (table != null) {
                known.put(name, table);
            }
        });
        return known;
    }

    private CompletionStage<?> write(
            DynamoDbRequest request, Context context, Function<String, @Nullable TablePlan> known) {
        if (request instanceof PutItemRequest put) {
            return context.run(new PutItemWrite(context, table(put.tableName()), put));
        }
        if (request instanceof UpdateItemRequest update) {
            return update(context, table(update.tableName()), update);
        }
        if (request instanceof DeleteItemRequest delete) {
            return context.run(new DeleteItemWrite(context, table(delete.tableName()), delete));
        }
        if (request instanceof BatchWriteItemRequest batch) {
            return context.run(new BatchWriteItemWrite(context, known, batch));
        }
        if (request instanceof TransactWriteItemsRequest transaction) {
            return context.run(new TransactWriteItemsWrite(context, known, transaction));
        }
        throw new IllegalStateException("No handler for " + request.getClass().getSimpleName());
    }

    private CompletionStage<UpdateItemResponse> update(Context context, TablePlan table, UpdateItemRequest request) {
        Guard.refuseLegacy(table, "AttributeUpdates", request.hasAttributeUpdates());
        Guard.refuseLegacy(table, "Expected", request.hasExpected());
        Guard.condition(
                table,
                request.conditionExpression(),
                request.expressionAttributeNames(),
                request.expressionAttributeValues());
        Map<String, AttributeValue> key = table.keyOf(request.key());
        AttributeUpdate update = AttributeUpdate.of(
                table,
                key,
                request.updateExpression(),
                request.expressionAttributeNames(),
                request.expressionAttributeValues());
        return update.touched().isEmpty()
                ? untouched(context, table, request, key)
                : context.run(new UpdateItemWrite(context, table, request, update));
    }

    /** An update of other attributes is the SDK's as it is; but an image that it returns is not. */
    private static CompletionStage<UpdateItemResponse> untouched(
            Context context, TablePlan table, UpdateItemRequest request, Map<String, AttributeValue> key) {
        Images images = new Images(context);
        return context.calls()
                .call(Operation.UPDATE_ITEM, request)
                .handle((response, failure) -> {
                    if (failure != null) {
                        boolean asked = Images.wantsImage(request.returnValuesOnConditionCheckFailure());
                        return images.present(Failures.unwrap(failure), table, key, asked)
                                .thenCompose(CompletableFuture::<UpdateItemResponse>failedFuture);
                    }
                    return images.present(table, response.attributes(), key, Map.of())
                            .thenApply(image -> response.hasAttributes()
                                    ? response.toBuilder().attributes(image).build()
                                    : response)
                            .exceptionallyCompose(lost -> CompletableFuture.failedFuture(new WriteCommittedException(
                                    "UpdateItem of " + table.name()
                                            + " is done, but its image could not be fetched. Do not"
                                            + " write again: read the item if you need what it returns.",
                                    Failures.unwrap(lost))));
                })
                .thenCompose(stage -> stage);
    }

    private TablePlan table(@Nullable String name) {
        return Optional.ofNullable(tables.find(name)).orElseThrow();
    }
}
