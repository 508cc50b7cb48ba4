package io.github.s3backed.enhanced.client;

import java.lang.annotation.Annotation;
import java.lang.annotation.Repeatable;
import java.lang.reflect.Method;
import java.util.stream.Stream;

/** Annotations that stand more than once, and are kept by the compiler in one of another type. */
final class Repeated {

    private Repeated() {}

    static Stream<Annotation> unpack(Annotation annotation) {
        try {
            Method value = annotation.annotationType().getDeclaredMethod("value");
            Class<?> element = value.getReturnType().getComponentType();
            boolean container =
                    element != null && element.isAnnotation() && element.isAnnotationPresent(Repeatable.class);
            return container ? Stream.of((Annotation[]) value.invoke(annotation)) : Stream.of(annotation);
        } catch (NoSuchMethodException e) {
            return Stream.of(annotation);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("The annotation " + annotation + " cannot be read.", e);
        }
    }
}
