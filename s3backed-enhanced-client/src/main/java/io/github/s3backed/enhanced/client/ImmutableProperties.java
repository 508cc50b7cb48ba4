package io.github.s3backed.enhanced.client;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbIgnore;

/**
 * The properties of an immutable class that the Enhanced Client maps: all its methods but those that are ignored, each with
 * a method of the builder, of which none may be left over.
 */
final class ImmutableProperties {

    private static final String BUILD = "build";

    private static final Set<String> NOT_MAPPED = Stream.concat(
                    Stream.of(Object.class.getMethods()).map(Method::getName), Stream.of("toBuilder"))
            .collect(Collectors.toUnmodifiableSet());

    private ImmutableProperties() {}

    static List<Property> of(Class<?> type, Class<?> builder) {
        Map<String, Method> setters = byName(builder, method -> withoutPrefix(method, "set"));
        setters.remove(BUILD);
        List<Property> properties = methods(type)
                .map(getter -> property(getter, builder, setters.remove(nameOf(getter))))
                .toList();
        setters.values().stream().findFirst().ifPresent(setter -> {
            throw unmatched(setter, "has no getter of the same property on " + type.getName());
        });
        return properties;
    }

    /** The same, also where a setter is missing; the getter then stands in its place. */
    static List<Property> likely(Class<?> type, Class<?> builder) {
        return methods(type)
                .filter(getter -> getter.getParameterCount() == 0)
                .map(getter -> new Property(nameOf(getter), getter, likelySetter(getter, builder)))
                .toList();
    }

    private static Method likelySetter(Method getter, Class<?> builder) {
        return methods(builder)
                .filter(method -> withoutPrefix(method, "set").equals(nameOf(getter)))
                .findFirst()
                .orElse(getter);
    }

    static Method build(Class<?> type, Class<?> builder) {
        return Stream.of(builder.getMethods())
                .filter(method -> method.getName().equals(BUILD) && method.getParameterCount() == 0)
                .filter(method -> method.getReturnType().equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The builder " + builder.getName()
                        + " needs a public method build() without arguments that returns " + type.getName() + "."));
    }

    private static Property property(Method getter, Class<?> builder, @Nullable Method setter) {
        if (getter.getParameterCount() > 0 || getter.getReturnType() == void.class) {
            throw unmatched(getter, "is no getter: it takes a parameter, or returns nothing");
        }
        if (setter == null || !isSetter(setter, getter.getReturnType(), builder)) {
            throw unmatched(getter, "has no setter of the same property and type on " + builder.getName());
        }
        return new Property(nameOf(getter), getter, setter);
    }

    private static boolean isSetter(Method setter, Class<?> type, Class<?> builder) {
        Class<?> returned = setter.getReturnType();
        return setter.getParameterCount() == 1
                && setter.getParameterTypes()[0].equals(type)
                && (returned == void.class || returned == Void.class || returned.isAssignableFrom(builder));
    }

    private static IllegalArgumentException unmatched(Method method, String why) {
        return new IllegalArgumentException(
                "The method " + method.getDeclaringClass().getName() + "." + method.getName() + " " + why
                        + ". Use @DynamoDbIgnore if it is not to be mapped.");
    }

    private static Map<String, Method> byName(Class<?> builder, Function<Method, String> name) {
        return methods(builder)
                .collect(Collectors.toMap(
                        name,
                        method -> method,
                        (one, other) -> {
                            throw unmatched(other, "sets the same property as another method");
                        },
                        TreeMap::new));
    }

    private static Stream<Method> methods(Class<?> type) {
        return Stream.of(type.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .filter(method -> !method.isSynthetic() && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !method.isAnnotationPresent(DynamoDbIgnore.class))
                .filter(method -> !NOT_MAPPED.contains(method.getName()));
    }

    static String nameOf(Method getter) {
        Class<?> type = getter.getReturnType();
        boolean isBoolean = type == boolean.class || type == Boolean.class;
        String name = isBoolean ? withoutPrefix(getter, "is") : getter.getName();
        return name.equals(getter.getName()) ? withoutPrefix(getter, "get") : name;
    }

    private static String withoutPrefix(Method method, String prefix) {
        String name = method.getName();
        int start = prefix.length();
        boolean prefixed =
                name.length() > start && name.startsWith(prefix) && Character.isUpperCase(name.charAt(start));
        return prefixed ? Character.toLowerCase(name.charAt(start)) + name.substring(start + 1) : name;
    }
}
