package io.github.s3backed.enhanced.client;

import java.beans.Transient;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.ImmutableAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticImmutableTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbConvertedBy;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbIgnore;

/**
 * Makes the schema of an annotated class. It maps what has no {@link S3Backed} just as the SDK does, which cannot do it
 * itself: it takes a converter from {@code @DynamoDbConvertedBy} alone, and fails where a property has none.
 */
final class SchemaIntrospector<T, B> {

    private final ClassShape<T, B> shape;
    private final StaticImmutableTableSchema.Builder<T, B> schema;

    private SchemaIntrospector(ClassShape<T, B> shape) {
        this.shape = shape;
        this.schema = StaticImmutableTableSchema.builder(shape.type(), shape.builder())
                .newItemBuilder(shape.newBuilder(), shape.build())
                .attributeConverterProviders(shape.providers());
    }

    /** The schema of a bean or an immutable class. */
    static <T> TableSchema<T> introspect(Class<T> type) {
        return introspect(ClassShape.of(type));
    }

    static <T> TableSchema<T> bean(Class<T> type) {
        return introspect(ClassShape.bean(type));
    }

    static <T> TableSchema<T> immutable(Class<T> type) {
        return introspect(ClassShape.immutable(type));
    }

    private static <T> TableSchema<T> introspect(ClassShape<T, ?> shape) {
        TableSchema<T> schema = new SchemaIntrospector<>(shape).build();
        requireValidIndices(schema);
        return schema;
    }

    // The SDK checks this for schemas of mutable classes alone. Not for flattened ones, which may hold a part of a key.
    private static <T> void requireValidIndices(TableSchema<T> schema) {
        StaticTableSchema.builder(schema.itemType())
                .flatten(schema, item -> item, (item, flattened) -> {})
                .build();
    }

    private TableSchema<T> build() {
        KnownAnnotations.check(shape.type());
        shape.properties().forEach(KnownAnnotations::check);
        requireAllMapped();
        requireOneMap();
        shape.properties().stream().filter(Property::isFlattened).forEach(this::flatten);
        schema.attributes(shape.properties().stream()
                .filter(property -> !property.isFlattened())
                .<ImmutableAttribute<T, B, ?>>map(property -> attribute(property, NestedTypes.of(property)))
                .toList());
        return schema.build();
    }

    /** An annotation that has no effect would leave the attribute inline, or nowhere. */
    private void requireAllMapped() {
        BackedClasses.annotated(shape.type()).forEach(method -> {
            Optional<Property> property = shape.properties().stream()
                    .filter(one -> isSame(one.getter(), method) || isSame(one.setter(), method))
                    .findFirst();
            String place = method.getDeclaringClass().getName() + "." + method.getName();
            if (property.isEmpty() && !isIgnored(method)) {
                throw new IllegalArgumentException("@S3Backed on " + place + " has no effect in "
                        + shape.type().getName()
                        + ": it is not a public getter or setter of a property that has both.");
            }
            if (property.isPresent() && !property.get().isBacked()) {
                throw new IllegalArgumentException("@S3Backed on " + place + " is not inherited by "
                        + property.get().place() + ", which overrides it. Repeat it there.");
            }
        });
    }

    private boolean isIgnored(Method method) {
        return Stream.of(shape.type().getMethods(), shape.builder().getMethods())
                .flatMap(Stream::of)
                .filter(own -> isSame(own, method))
                .anyMatch(own ->
                        own.isAnnotationPresent(DynamoDbIgnore.class) || own.isAnnotationPresent(Transient.class));
    }

    private static boolean isSame(Method one, Method other) {
        return one.getName().equals(other.getName())
                && Arrays.equals(one.getParameterTypes(), other.getParameterTypes());
    }

    private void requireOneMap() {
        List<Property> maps = shape.properties().stream()
                .filter(property -> property.isFlattened() && isMapOfText(property.type()))
                .toList();
        if (maps.size() > 1) {
            throw new IllegalArgumentException(maps.get(0).place() + " and "
                    + maps.get(1).place() + " are maps with @DynamoDbFlatten, of which a class can have one.");
        }
    }

    private void flatten(Property property) {
        if (isBean() && isMapOfText(property.type())) {
            schema.flatten(
                    property.name(),
                    Reflection.<T, Map<String, String>>getter(property.getter()),
                    Reflection.<B, Map<String, String>>setter(property.setter()));
        } else {
            flatten(property, property.getter().getReturnType());
        }
    }

    private <F> void flatten(Property property, Class<F> type) {
        schema.flatten(
                new SchemaIntrospector<>(ClassShape.of(type)).build(),
                Reflection.<T, F>getter(property.getter()),
                Reflection.<B, F>setter(property.setter()));
    }

    private boolean isBean() {
        return shape.type() == (Class<?>) shape.builder();
    }

    private static boolean isMapOfText(Type type) {
        return type instanceof ParameterizedType map
                && map.getRawType().equals(Map.class)
                && Stream.of(map.getActualTypeArguments()).allMatch(String.class::equals);
    }

    private <R> ImmutableAttribute<T, B, R> attribute(Property property, EnhancedType<R> type) {
        ImmutableAttribute.Builder<T, B, R> attribute = ImmutableAttribute.builder(shape.type(), shape.builder(), type)
                .name(property.attributeName())
                .getter(Reflection.getter(property.getter()))
                .setter(Reflection.setter(property.setter()))
                .tags(Tags.of(property));
        converter(property, type).ifPresent(attribute::attributeConverter);
        return attribute.build();
    }

    private <R> Optional<AttributeConverter<R>> converter(Property property, EnhancedType<R> type) {
        S3Backed backed = property.annotation(S3Backed.class);
        if (backed != null) {
            return Optional.of(backedConverter(backed, property, type));
        }
        return Optional.ofNullable(property.annotation(DynamoDbConvertedBy.class))
                .map(by -> SchemaIntrospector.<R>newConverter(by.value()));
    }

    private <R> AttributeConverter<R> backedConverter(S3Backed backed, Property property, EnhancedType<R> type) {
        try {
            PayloadFormat format = PayloadFormat.of(backed.serializer(), property.type());
            return S3BackedAttributeConverter.of(
                    type,
                    format,
                    PayloadSettings.of(backed),
                    () -> nativeConverter(format, property),
                    "attribute '" + property.attributeName() + "' of "
                            + shape.type().getName());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("@S3Backed on " + property.place() + ": " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("unchecked") // another view of the same Java type
    private <R> AttributeConverter<R> nativeConverter(PayloadFormat format, Property property) {
        return (AttributeConverter<R>)
                switch (format.fetch()) {
                    case WITH_ITEM -> nativeConverter(NestedTypes.nativeOf(property));
                    case LAZY -> new LazyNativeConverter<>(nativeConverter(NestedTypes.valueOf(property)));
                    case STREAMED -> new StreamedNativeConverter();
                };
    }

    /** By the providers that would have converted the property had it no annotation, in their order. */
    private <R> AttributeConverter<R> nativeConverter(EnhancedType<R> type) {
        return shape.providers().stream()
                .map(provider -> provider.converterFor(type))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No converter for " + type + "."));
    }

    @SuppressWarnings("unchecked") // the SDK takes the annotation's word for it
    private static <R> AttributeConverter<R> newConverter(Class<?> type) {
        return (AttributeConverter<R>)
                Reflection.constructor(type, "a converter").get();
    }
}
