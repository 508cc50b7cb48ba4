package io.github.s3backed.enhanced.client;

import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

/**
 * An Enhanced Client whose tables are registered before they are made. A proxy, so that what later versions of the SDK add
 * to its interfaces reaches the SDK's own implementation.
 */
final class CoordinatedClient implements InvocationHandler {

    private final Class<?> sdk;
    private final Object client;
    private final S3BackedDynamoDb s3backed;
    private final TableRegistry tables;

    private CoordinatedClient(Class<?> sdk, Object client, S3BackedDynamoDb s3backed, TableRegistry tables) {
        this.sdk = sdk;
        this.client = client;
        this.s3backed = s3backed;
        this.tables = tables;
    }

    /**
     * A client of type {@code ours}.
     *
     * @param sdk the interface of {@code client}, which {@code ours} extends
     */
    static <C> C over(Class<C> ours, Class<?> sdk, Object client, S3BackedDynamoDb s3backed, TableRegistry tables) {
        return ours.cast(Proxy.newProxyInstance(
                ours.getClassLoader(), new Class<?>[] {ours}, new CoordinatedClient(sdk, client, s3backed, tables)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method, arguments);
        }
        return switch (method.getName()) {
            case "s3backed" -> s3backed;
            case "close" -> {
                s3backed.close();
                yield null;
            }
            case "table" -> forward(method, registered(arguments));
            default -> forward(method, arguments);
        };
    }

    private Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "S3-backed " + client;
        };
    }

    private Object @Nullable [] registered(Object @Nullable [] arguments) {
        if (arguments == null
                || arguments.length != 2
                || !(arguments[0] instanceof String name)
                || !(arguments[1] instanceof TableSchema<?> schema)) {
            throw new UnsupportedOperationException(
                    "This version of s3backed does not know this way to make a table, and"
                            + " could not tell which attributes are S3-backed. Use table(name, schema).");
        }
        return new Object[] {name, tables.register(name, schema)};
    }

    private @Nullable Object forward(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            // Of the SDK's interface, because ours may declare the method anew.
            return sdk.getMethod(method.getName(), method.getParameterTypes()).invoke(client, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
