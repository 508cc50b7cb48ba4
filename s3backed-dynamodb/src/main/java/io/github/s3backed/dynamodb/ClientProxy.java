package io.github.s3backed.dynamodb;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;

/**
 * A client of the SDK's interface which coordinates what concerns registered tables, and hands everything else to the client
 * that it wraps: also operations that are in no interface yet. A class would answer those with the interface's own default,
 * an UnsupportedOperationException.
 *
 * <p>Overloads that take a consumer, and paginators, are default methods of the interface and built upon the others: they run
 * on this proxy, so that each of their requests passes here.
 */
final class ClientProxy implements InvocationHandler {

    private static final Set<String> COORDINATED = Set.of(
            "putItem",
            "updateItem",
            "deleteItem",
            "batchWriteItem",
            "transactWriteItems",
            "getItem",
            "batchGetItem",
            "query",
            "scan",
            "transactGetItems");

    private final Object client;
    private final Coordinator coordinator;
    private final ItemOperations itemOperations = new ItemOperations();

    private ClientProxy(Object client, Coordinator coordinator) {
        this.client = client;
        this.coordinator = coordinator;
    }

    static DynamoDbClient of(DynamoDbClient client, Coordinator coordinator) {
        return proxy(DynamoDbClient.class, client, coordinator);
    }

    static DynamoDbAsyncClient of(DynamoDbAsyncClient client, Coordinator coordinator) {
        return proxy(DynamoDbAsyncClient.class, client, coordinator);
    }

    /** The client within one that was wrapped; any other is given back. */
    static <C> C unwrap(Class<C> type, C client) {
        return Proxy.isProxyClass(client.getClass())
                        && Proxy.getInvocationHandler(client) instanceof ClientProxy wrapped
                ? type.cast(wrapped.client)
                : client;
    }

    private static <C> C proxy(Class<C> type, C client, Coordinator coordinator) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new ClientProxy(client, coordinator)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method, args);
        }
        if (isBuiltUponOthers(method)) {
            return InvocationHandler.invokeDefault(proxy, method, args);
        }
        if (args != null && args.length == 1 && args[0] instanceof DynamoDbRequest request) {
            return request(method, request);
        }
        return delegate(method, args);
    }

    private @Nullable Object ofObject(Object proxy, Method method, Object @Nullable [] args) {
        return switch (method.getName()) {
            case "equals" -> args != null && proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "s3backed(" + client + ")";
        };
    }

    private static boolean isBuiltUponOthers(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        boolean consumer = parameters.length > 0 && parameters[parameters.length - 1] == Consumer.class;
        return method.isDefault() && (consumer || method.getName().endsWith("Paginator"));
    }

    private @Nullable Object request(Method method, DynamoDbRequest request) throws Throwable {

        if (client instanceof DynamoDbAsyncClient async) {
            return async(async, method, request);
        }
        return isOurs(method, request) ? blocking((DynamoDbClient) client, request) : delegate(method, request);
    }

    /**
     * Whether a request is to be coordinated.
     *
     * @throws RefusedRequestException if it should be, and nobody knows how
     */
    private boolean isOurs(Method method, DynamoDbRequest request) {
        boolean concerned = coordinator.concerns(request);
        if (!COORDINATED.contains(method.getName())) {
            itemOperations.refuseUnknown(method, concerned);
            return false;
        }
        return concerned;
    }

    private Object blocking(DynamoDbClient blocking, DynamoDbRequest request) {
        CallingThread caller = new CallingThread();
        CompletableFuture<?> result = coordinator
                .handle(request, DynamoDbCalls.over(blocking, caller))
                .toCompletableFuture();
        return caller.await(result);
    }

    private @Nullable Object async(DynamoDbAsyncClient async, Method method, DynamoDbRequest request) throws Throwable {

        try {
            if (isOurs(method, request)) {
                CompletableFuture<?> operation =
                        coordinator.handle(request, DynamoDbCalls.over(async)).toCompletableFuture();
                return CancellableResult.of(operation, () -> operation.cancel(true));
            }
        } catch (RuntimeException | Error e) {
            // As the SDK does: whatever is wrong with a request is told by the future.
            return CompletableFuture.failedFuture(e);
        }
        return delegate(method, request);
    }

    private @Nullable Object delegate(Method method, Object @Nullable ... args) throws Throwable {
        try {
            return method.invoke(client, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
