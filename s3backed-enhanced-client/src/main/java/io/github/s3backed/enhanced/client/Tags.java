package io.github.s3backed.enhanced.client;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTag;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.BeanTableSchemaAttributeTag;

/** The tags that annotations stand for, by the SDK's rule: a static method {@code attributeTagFor} of a class they name. */
final class Tags {

    private static final String METHOD = "attributeTagFor";

    private Tags() {}

    static List<StaticAttributeTag> of(Property property) {
        return property.annotations().stream().flatMap(Tags::tag).toList();
    }

    private static Stream<StaticAttributeTag> tag(Annotation annotation) {
        if (annotation instanceof S3Backed) {
            return Stream.of(Mark.tag());
        }
        BeanTableSchemaAttributeTag by = annotation.annotationType().getAnnotation(BeanTableSchemaAttributeTag.class);
        return by == null ? Stream.empty() : Stream.of(tag(annotation, by.value()));
    }

    private static StaticAttributeTag tag(Annotation annotation, Class<?> maker) {
        try {
            Method method = maker.getDeclaredMethod(METHOD, annotation.annotationType());
            if (Modifier.isStatic(method.getModifiers())) {
                return (StaticAttributeTag)
                        Objects.requireNonNull(Reflection.call(() -> method.invoke(null, annotation)));
            }
        } catch (NoSuchMethodException e) {
            throw noMaker(annotation, maker, e);
        }
        throw noMaker(annotation, maker, null);
    }

    private static IllegalArgumentException noMaker(Annotation annotation, Class<?> maker, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "@" + annotation.annotationType().getName() + " names " + maker.getName()
                        + ", which has no static method " + METHOD + " for it.",
                cause);
    }
}
