package io.github.s3backed.enhanced.client;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.BeanTableSchemaAttributeTag;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbConvertedBy;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbFlatten;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbIgnoreNulls;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbImmutable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPreserveEmptyObject;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondaryPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondarySortKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbUpdateBehavior;

/**
 * The SDK's annotations whose meaning is known here, with their elements. What a later SDK adds is refused beside {@link
 * S3Backed} and not ignored.
 */
final class KnownAnnotations {

    private static final String SDK = "software.amazon.awssdk.enhanced.dynamodb.";

    private static final Map<Class<? extends Annotation>, Set<String>> OF_CLASSES = Map.of(
            DynamoDbBean.class, Set.of("converterProviders"),
            DynamoDbImmutable.class, Set.of("converterProviders", "builder"));

    private static final Map<Class<? extends Annotation>, Set<String>> OF_PROPERTIES = Map.of(
            DynamoDbAttribute.class, Set.of("value"),
            DynamoDbConvertedBy.class, Set.of("value"),
            DynamoDbFlatten.class, Set.of("dynamoDbBeanClass"), // without effect, also in the SDK
            DynamoDbPreserveEmptyObject.class, Set.of(),
            DynamoDbIgnoreNulls.class, Set.of());

    private static final Set<Class<? extends Annotation>> KEYS = Set.of(
            DynamoDbPartitionKey.class,
            DynamoDbSortKey.class,
            DynamoDbSecondaryPartitionKey.class,
            DynamoDbSecondarySortKey.class);

    private static final Set<Class<? extends Annotation>> GO_WITH_S3_BACKED =
            Set.of(DynamoDbAttribute.class, DynamoDbUpdateBehavior.class);

    private KnownAnnotations() {}

    static void check(Class<?> type) {
        check(type, SDK);
    }

    static void check(Property property) {
        check(property, SDK);
    }

    static void check(Class<?> type, String sdk) {
        Stream.of(type.getAnnotations())
                .filter(annotation -> isOf(sdk, annotation))
                .forEach(annotation -> requireKnown(annotation, OF_CLASSES, type.getName()));
    }

    static void check(Property property, String sdk) {
        property.annotations().stream()
                .filter(annotation -> isOf(sdk, annotation))
                .forEach(annotation -> {
                    if (property.isBacked()) {
                        requireTogether(annotation, property.place());
                    }
                    if (!annotation.annotationType().isAnnotationPresent(BeanTableSchemaAttributeTag.class)) {
                        requireKnown(annotation, OF_PROPERTIES, property.place());
                    }
                });
        if (property.getter().isAnnotationPresent(S3Backed.class)
                && property.setter().isAnnotationPresent(S3Backed.class)) {
            throw new IllegalArgumentException(
                    "@S3Backed is on the getter " + property.place() + " and on its setter. Keep one of them.");
        }
    }

    private static boolean isOf(String sdk, Annotation annotation) {
        return annotation.annotationType().getName().startsWith(sdk);
    }

    private static void requireTogether(Annotation annotation, String place) {
        Class<? extends Annotation> type = annotation.annotationType();
        String name = "@" + type.getSimpleName();
        if (KEYS.contains(type)) {
            throw new IllegalArgumentException(place + " has @S3Backed and " + name
                    + ", but a key cannot be S3-backed: DynamoDB would look for the reference in place of the value.");
        }
        if (type == DynamoDbConvertedBy.class) {
            throw new IllegalArgumentException(place + " has @S3Backed and @DynamoDbConvertedBy, of which only one can"
                    + " say what is stored. For a format of your own, register a PayloadSerializer and name it in"
                    + " @S3Backed(serializer = ...).");
        }
        if (!GO_WITH_S3_BACKED.contains(type)) {
            throw new IllegalArgumentException(
                    place + " has @S3Backed and " + name + ", which do not go together: remove one of them.");
        }
    }

    private static void requireKnown(
            Annotation annotation, Map<Class<? extends Annotation>, Set<String>> known, String place) {
        Class<? extends Annotation> type = annotation.annotationType();
        Set<String> elements = known.get(type);
        if (elements == null) {
            throw unknown("@" + type.getSimpleName(), place);
        }
        Stream.of(type.getDeclaredMethods())
                .filter(element -> !elements.contains(element.getName()) && isGiven(element, annotation))
                .findFirst()
                .ifPresent(element -> {
                    throw unknown("@" + type.getSimpleName() + "(" + element.getName() + ")", place);
                });
    }

    private static boolean isGiven(Method element, Annotation annotation) {
        Object given = Reflection.call(() -> element.invoke(annotation));
        return given == null || !given.equals(element.getDefaultValue());
    }

    private static IllegalArgumentException unknown(String what, String place) {
        return new IllegalArgumentException(what + " of " + place
                + " is not known to this version of s3backed and cannot be used in a class with @S3Backed. Describe the"
                + " class by a static schema with S3BackedAttributeConverter, or update s3backed.");
    }
}
