package io.github.s3backed.dynamodb;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteTransactionRequest;

/**
 * Tells operations that this library does not know, such as those of a later SDK, by what they are made of: one whose request
 * or response can hold the value of an attribute could hand out or store a reference as if it were the value.
 */
final class ItemOperations {

    /** Whose statements are looked at by themselves. */
    private static final Set<Class<?>> PARTI_QL =
            Set.of(ExecuteStatementRequest.class, BatchExecuteStatementRequest.class, ExecuteTransactionRequest.class);

    private final Map<Method, Boolean> known = new ConcurrentHashMap<>();

    /**
     * Refuses an operation on items that is not known.
     *
     * @param concerned whether it names a registered table
     * @throws RefusedRequestException if so
     */
    void refuseUnknown(Method method, boolean concerned) {
        if (concerned || holdsItems(method)) {
            throw new RefusedRequestException(
                    "The operation " + method.getName()
                            + " works on items, and this version of s3backed does not know it:"
                            + " it might hand out or store references as if they were values. Nothing was sent; use the"
                            + " client that is wrapped for tables without S3-backed attributes.",
                    null);
        }
    }

    boolean holdsItems(Method method) {
        return known.computeIfAbsent(method, m -> {
            Class<?> request = m.getParameterTypes()[0];
            return !PARTI_QL.contains(request)
                    && (holds(request, new HashSet<>()) || holds(m.getGenericReturnType(), new HashSet<>()));
        });
    }

    /** Whether an AttributeValue can be reached through the getters of a model class, and of those that they return. */
    private static boolean holds(Type type, Set<Type> seen) {
        if (type == AttributeValue.class) {
            return true;
        }
        if (type instanceof ParameterizedType generic) {
            return Stream.of(generic.getActualTypeArguments()).anyMatch(argument -> holds(argument, seen));
        }
        return type instanceof Class<?> model
                && isModel(model)
                && seen.add(type)
                && Stream.of(model.getMethods())
                        .filter(getter -> getter.getParameterCount() == 0)
                        .filter(getter -> getter.getDeclaringClass() == model)
                        .anyMatch(getter -> holds(getter.getGenericReturnType(), seen));
    }

    private static boolean isModel(Class<?> type) {
        return type.getPackage() == AttributeValue.class.getPackage() && !type.isEnum() && !type.isInterface();
    }
}
