package io.github.s3backed.enhanced.client;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverterProvider;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbImmutable;

/**
 * What the annotations of a class say about it as a whole. A bean is an immutable class that is its own builder.
 *
 * @param <T> the class
 * @param <B> its builder
 */
record ClassShape<T, B>(
        Class<T> type,
        Class<B> builder,
        Supplier<B> newBuilder,
        Function<B, T> build,
        List<Property> properties,
        List<AttributeConverterProvider> providers) {

    static <T> ClassShape<T, ?> of(Class<T> type) {
        return type.isAnnotationPresent(DynamoDbImmutable.class) ? immutable(type) : bean(type);
    }

    static <T> ClassShape<T, T> bean(Class<T> type) {
        DynamoDbBean bean = type.getAnnotation(DynamoDbBean.class);
        if (bean == null) {
            throw new IllegalArgumentException(type.getName() + " needs @DynamoDbBean to be mapped to items.");
        }
        return new ClassShape<>(
                type,
                type,
                Reflection.constructor(type, "a bean"),
                item -> item,
                BeanProperties.of(type),
                providers(bean.converterProviders()));
    }

    static <T> ClassShape<T, ?> immutable(Class<T> type) {
        DynamoDbImmutable immutable = type.getAnnotation(DynamoDbImmutable.class);
        if (immutable == null) {
            throw new IllegalArgumentException(type.getName() + " needs @DynamoDbImmutable to be mapped to items.");
        }
        return immutable(type, immutable.builder(), immutable.converterProviders());
    }

    private static <T, B> ClassShape<T, B> immutable(
            Class<T> type, Class<B> builder, Class<? extends AttributeConverterProvider>[] providers) {
        Supplier<B> newBuilder = builderMethod(type, builder)
                .map(Reflection::<B>factory)
                .orElseGet(() -> Reflection.constructor(builder, "a builder"));
        return new ClassShape<>(
                type,
                builder,
                newBuilder,
                Reflection.getter(ImmutableProperties.build(type, builder)),
                ImmutableProperties.of(type, builder),
                providers(providers));
    }

    private static Optional<Method> builderMethod(Class<?> type, Class<?> builder) {
        return Stream.of(type.getMethods())
                .filter(method -> method.getName().equals("builder") && method.getParameterCount() == 0)
                .filter(method -> Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getReturnType().isAssignableFrom(builder))
                .findFirst();
    }

    private static List<AttributeConverterProvider> providers(Class<? extends AttributeConverterProvider>[] classes) {
        return Stream.of(classes)
                .<AttributeConverterProvider>map(type ->
                        Reflection.constructor(type, "a converter provider").get())
                .toList();
    }
}
