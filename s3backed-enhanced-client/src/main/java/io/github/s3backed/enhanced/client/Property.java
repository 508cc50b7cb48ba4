package io.github.s3backed.enhanced.client;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbConvertedBy;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbFlatten;

/** A property of a bean or an immutable class that is mapped to attributes. */
record Property(String name, Method getter, Method setter) {

    /** The annotation of the getter, or else of the setter. */
    <A extends Annotation> @Nullable A annotation(Class<A> type) {
        A onGetter = getter.getAnnotation(type);
        return onGetter != null ? onGetter : setter.getAnnotation(type);
    }

    boolean has(Class<? extends Annotation> type) {
        return annotation(type) != null;
    }

    /** All annotations of getter and setter; repeated ones singly. */
    List<Annotation> annotations() {
        return Stream.of(getter, setter)
                .flatMap(method -> Stream.of(method.getAnnotations()))
                .flatMap(Repeated::unpack)
                .toList();
    }

    String attributeName() {
        DynamoDbAttribute given = annotation(DynamoDbAttribute.class);
        return given == null ? name : given.value();
    }

    Type type() {
        return getter.getGenericReturnType();
    }

    boolean isBacked() {
        return has(S3Backed.class);
    }

    boolean isFlattened() {
        return has(DynamoDbFlatten.class);
    }

    boolean isConverted() {
        return has(DynamoDbConvertedBy.class);
    }

    /** For messages. */
    String place() {
        return getter.getDeclaringClass().getName() + "." + getter.getName();
    }
}
