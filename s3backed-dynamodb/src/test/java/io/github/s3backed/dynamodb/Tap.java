package io.github.s3backed.dynamodb;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;

/** Stands between a wrapped client and a real one, notes what is asked, and can hold requests and answers. */
final class Tap {

    static final Function<DynamoDbRequest, CompletionStage<?>> NOW = request -> CompletableFuture.completedFuture(null);

    final List<DynamoDbRequest> requests = new CopyOnWriteArrayList<>();
    final List<String> methods = new CopyOnWriteArrayList<>();
    /** What an asynchronous client was given for its requests. */
    final List<CompletableFuture<?>> calls = new CopyOnWriteArrayList<>();

    volatile Function<DynamoDbRequest, CompletionStage<?>> beforeRequest = NOW;
    volatile Function<DynamoDbRequest, CompletionStage<?>> beforeAnswer = NOW;

    /** The same client with this in front. */
    <C> C in(Class<C> type, C client) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> invoke(client, method, args)));
    }

    /** The requests of one kind, in order. */
    <Q extends DynamoDbRequest> List<Q> requests(Class<Q> type) {
        return requests.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private Object invoke(Object client, Method method, Object[] args) throws Throwable {
        methods.add(method.getName());
        if (args == null || args.length != 1 || !(args[0] instanceof DynamoDbRequest request)) {
            return invokeReally(client, method, args);
        }
        requests.add(request);
        return CompletableFuture.class.isAssignableFrom(method.getReturnType())
                ? later(client, method, args, request)
                : now(client, method, args, request);
    }

    private CompletableFuture<?> later(Object client, Method method, Object[] args, DynamoDbRequest request) {
        CompletableFuture<?> call = beforeRequest
                .apply(request)
                .toCompletableFuture()
                .thenCompose(go -> {
                    try {
                        return (CompletableFuture<?>) invokeReally(client, method, args);
                    } catch (Throwable e) {
                        return CompletableFuture.failedFuture(e);
                    }
                })
                .thenCompose(answer -> beforeAnswer.apply(request).thenApply(go -> (Object) answer));
        calls.add(call);
        return call;
    }

    private Object now(Object client, Method method, Object[] args, DynamoDbRequest request) throws Throwable {
        await(beforeRequest.apply(request));
        Object answer = invokeReally(client, method, args);
        await(beforeAnswer.apply(request));
        return answer;
    }

    private static void await(CompletionStage<?> stage) throws Throwable {
        try {
            stage.toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // As the SDK's client does.
            throw AbortedException.create("Interrupted.", e);
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private static Object invokeReally(Object client, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(client, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
