package io.github.s3backed.enhanced.client;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbIgnoreNulls;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbImmutable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPreserveEmptyObject;

/**
 * The types of properties as the Enhanced Client sees them: annotated classes, and {@link List}s and {@link Map}s of them,
 * are documents with a schema of their own.
 */
final class NestedTypes {

    private NestedTypes() {}

    /** The annotated class that a type is or holds; none for any other type. */
    static Optional<Class<?>> in(Type type) {
        return element(type).map(NestedTypes::in).orElseGet(() -> raw(type).filter(NestedTypes::isDocument));
    }

    /** The type of a property, whose annotated classes are not looked into where something else converts it. */
    static EnhancedType<?> of(Property property) {
        return property.isBacked() || property.isConverted() ? EnhancedType.of(property.type()) : nativeOf(property);
    }

    /** The type of a property as it is where nothing else converts it. */
    static EnhancedType<?> nativeOf(Property property) {
        return of(property.type(), property);
    }

    /** The type of what a lazy property holds, as it is where nothing else converts it. */
    static EnhancedType<?> valueOf(Property property) {
        return of(PayloadFormat.valueOfLazy(property.type()).orElseThrow(), property);
    }

    private static EnhancedType<?> of(Type type, Property property) {
        Optional<EnhancedType<?>> element = element(type).map(inner -> of(inner, property));
        if (element.isPresent()) {
            Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
            return arguments.length == 1
                    ? EnhancedType.listOf(element.get())
                    : EnhancedType.mapOf(EnhancedType.of(arguments[0]), element.get());
        }
        Optional<Class<?>> document = raw(type).filter(NestedTypes::isDocument);
        return document.isPresent() ? document(document.get(), property) : EnhancedType.of(type);
    }

    private static <N> EnhancedType<N> document(Class<N> type, Property property) {
        return EnhancedType.documentOf(
                type,
                TableSchema.fromClass(type),
                document -> document.preserveEmptyObject(property.has(DynamoDbPreserveEmptyObject.class))
                        .ignoreNulls(property.has(DynamoDbIgnoreNulls.class)));
    }

    /** What a list holds, or the values of a map; empty for any other type. */
    private static Optional<Type> element(Type type) {
        if (!(type instanceof ParameterizedType parameterized)) {
            return Optional.empty();
        }
        Type[] arguments = parameterized.getActualTypeArguments();
        return parameterized.getRawType().equals(List.class)
                        || parameterized.getRawType().equals(Map.class)
                ? Optional.of(arguments[arguments.length - 1])
                : Optional.empty();
    }

    private static Optional<Class<?>> raw(Type type) {
        Type raw = type instanceof ParameterizedType parameterized ? parameterized.getRawType() : type;
        return raw instanceof Class<?> found ? Optional.of(found) : Optional.empty();
    }

    private static boolean isDocument(Class<?> type) {
        return type.isAnnotationPresent(DynamoDbBean.class) || type.isAnnotationPresent(DynamoDbImmutable.class);
    }
}
