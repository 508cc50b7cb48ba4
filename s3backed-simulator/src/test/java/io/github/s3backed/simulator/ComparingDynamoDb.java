package io.github.s3backed.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * A client that sends each request to a server and to the model as well, fails where the two disagree, and loses an answer
 * now and then, so that the requests that follow upon that are compared, too.
 */
final class ComparingDynamoDb implements InvocationHandler {

    private static final int LOST_IN_HUNDRED = 15;

    private final DynamoDbAsyncClient server;
    private final Table model;
    private final SplittableRandom random;
    private int compared;

    private ComparingDynamoDb(DynamoDbAsyncClient server, Table model, SplittableRandom random) {
        this.server = server;
        this.model = model;
        this.random = random;
    }

    static ComparingDynamoDb of(DynamoDbAsyncClient server, Table model, SplittableRandom random) {
        return new ComparingDynamoDb(server, model, random);
    }

    DynamoDbAsyncClient client() {
        return (DynamoDbAsyncClient)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {DynamoDbAsyncClient.class}, this);
    }

    int compared() {
        return compared;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
        if (method.getName().equals("serviceClientConfiguration")) {
            return SimulatedDynamoDb.configuration();
        }
        try {
            Object answer = method.invoke(server, args);
            return args != null && answer instanceof CompletableFuture<?> future && isCompared(args[0])
                    ? compare(args[0], future)
                    : answer;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static boolean isCompared(Object request) {
        return !(request instanceof DescribeTableRequest);
    }

    private CompletableFuture<?> compare(Object request, CompletableFuture<?> future) {
        compared++;
        Object actual = outcome(future);
        Object expected = outcomeOfModel(request);
        assertThat(describe(expected)).as("The model's answer to %s", request).isEqualTo(describe(actual));
        if (random.nextInt(100) < LOST_IN_HUNDRED) {
            return CompletableFuture.failedFuture(SdkClientException.create("lost", new IOException("lost")));
        }
        return actual instanceof RuntimeException failure
                ? CompletableFuture.failedFuture(failure)
                : CompletableFuture.completedFuture(actual);
    }

    private static Object outcome(CompletableFuture<?> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    private Object outcomeOfModel(Object request) {
        try {
            return answer(request);
        } catch (DynamoDbException e) {
            return e;
        }
    }

    private Object answer(Object request) {
        if (request instanceof PutItemRequest put) {
            return model.put(put);
        } else if (request instanceof UpdateItemRequest update) {
            return model.update(update);
        } else if (request instanceof DeleteItemRequest delete) {
            return model.delete(delete);
        } else if (request instanceof BatchWriteItemRequest batch) {
            return model.batch(batch, Fate.ARRIVES);
        } else if (request instanceof TransactWriteItemsRequest transaction) {
            return model.transact(transaction, 0);
        } else if (request instanceof GetItemRequest get) {
            return model.get(get, false);
        } else if (request instanceof BatchGetItemRequest batch) {
            return model.batchGet(batch, Fate.ARRIVES);
        } else if (request instanceof TransactGetItemsRequest transaction) {
            return model.transactGet(transaction);
        } else if (request instanceof QueryRequest query) {
            return model.query(query);
        } else if (request instanceof ScanRequest scan) {
            return model.scan(scan);
        }
        throw new UnsupportedOperationException(request.getClass().getSimpleName());
    }

    /** What is to be equal: all of a response but the order of items that have none; of an error, what clients go by. */
    private static Object describe(Object outcome) {
        if (outcome instanceof ConditionalCheckFailedException refused) {
            return List.of("ConditionalCheckFailed", refused.hasItem() ? refused.item() : Map.of());
        }
        if (outcome instanceof TransactionCanceledException cancelled) {
            return cancelled.cancellationReasons().stream()
                    .map(reason -> List.of(reason.code(), reason.hasItem() ? reason.item() : Map.of()))
                    .toList();
        }
        if (outcome instanceof DynamoDbException other) {
            return other.awsErrorDetails().errorCode();
        }
        if (outcome instanceof BatchGetItemResponse batch) {
            return List.of(
                    new HashSet<>(batch.responses().getOrDefault(Table.NAME, List.of())), batch.unprocessedKeys());
        }
        if (outcome instanceof ScanResponse scan) {
            return new HashSet<>(scan.items());
        }
        return fields((SdkPojo) outcome);
    }

    /** What a response holds, but for what DynamoDB Local adds unasked. */
    private static Map<String, Object> fields(SdkPojo response) {
        Map<String, Object> fields = new TreeMap<>();
        response.sdkFields().forEach(field -> {
            Object value = field.getValueOrDefault(response);
            boolean isThere = value != null && !(value instanceof SdkAutoConstructMap);
            if (isThere && !field.memberName().equals("ConsumedCapacity")) {
                fields.put(field.memberName(), value);
            }
        });
        return fields;
    }
}
