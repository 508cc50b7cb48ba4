package io.github.s3backed.enhanced.client;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbImmutable;

/** Where the {@link S3Backed} annotations of a class and of what it holds are. */
final class BackedClasses {

    private BackedClasses() {}

    /** Whether items of a class have S3-backed attributes: the class or one that is flattened into it is annotated. */
    static boolean isBacked(Class<?> type) {
        return isBacked(type, new HashSet<>());
    }

    private static boolean isBacked(Class<?> type, Set<Class<?>> seen) {
        return seen.add(type)
                && (!annotated(type).isEmpty()
                        || likelyProperties(type).stream()
                                .filter(Property::isFlattened)
                                .anyMatch(
                                        flattened -> isBacked(flattened.getter().getReturnType(), seen)));
    }

    /**
     * The methods that have the annotation, of a class, its builder, and all that they inherit from, whether it has an
     * effect there or not.
     */
    static List<Method> annotated(Class<?> type) {
        Set<Class<?>> classes = new LinkedHashSet<>();
        collect(type, classes);
        DynamoDbImmutable immutable = type.getAnnotation(DynamoDbImmutable.class);
        if (immutable != null) {
            collect(immutable.builder(), classes);
        }
        return classes.stream()
                .flatMap(one -> Stream.of(one.getDeclaredMethods()))
                .filter(method -> !method.isSynthetic() && method.isAnnotationPresent(S3Backed.class))
                .toList();
    }

    private static void collect(Class<?> type, Set<Class<?>> found) {
        if (found.add(type)) {
            Stream.of(type.getInterfaces()).forEach(one -> collect(one, found));
            if (type.getSuperclass() != null) {
                collect(type.getSuperclass(), found);
            }
        }
    }

    /** Refuses the annotation in nested objects, which DynamoDB holds inside of an attribute. */
    static void refuseNested(Class<?> type) {
        refuseNested(new Visit(type, false), new HashSet<>());
    }

    private static void refuseNested(Visit visit, Set<Visit> seen) {
        if (!seen.add(visit)) {
            return;
        }
        likelyProperties(visit.type()).stream()
                .filter(property -> !property.isBacked() && !property.isConverted())
                .forEach(property -> NestedTypes.in(property.type()).ifPresent(held -> {
                    boolean nested = visit.nested() || !property.isFlattened();
                    if (nested) {
                        refuse(held, property);
                    }
                    refuseNested(new Visit(held, nested), seen);
                }));
    }

    private static void refuse(Class<?> held, Property holder) {
        annotated(held).stream().findFirst().ifPresent(method -> {
            throw new IllegalArgumentException("@S3Backed on " + held.getName() + "." + method.getName()
                    + " cannot have an effect within " + holder.place()
                    + ": only attributes at the top level of an item"
                    + " can be S3-backed. Put @S3Backed on the outer getter, flatten the class with @DynamoDbFlatten,"
                    + " or nest a class without @S3Backed.");
        });
    }

    private static List<Property> likelyProperties(Class<?> type) {
        DynamoDbImmutable immutable = type.getAnnotation(DynamoDbImmutable.class);
        if (immutable != null) {
            return ImmutableProperties.likely(type, immutable.builder());
        }
        return type.isAnnotationPresent(DynamoDbBean.class) ? BeanProperties.of(type) : List.of();
    }

    private record Visit(Class<?> type, boolean nested) {}
}
