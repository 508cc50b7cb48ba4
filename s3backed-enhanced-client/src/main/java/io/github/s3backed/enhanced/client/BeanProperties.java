package io.github.s3backed.enhanced.client;

import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.beans.Transient;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbIgnore;

/** The properties of a bean that the Enhanced Client maps: those with a getter and a setter, and not ignored. */
final class BeanProperties {

    private BeanProperties() {}

    static List<Property> of(Class<?> bean) {
        try {
            return Arrays.stream(Introspector.getBeanInfo(bean).getPropertyDescriptors())
                    .flatMap(descriptor -> property(bean, descriptor).stream())
                    .filter(property -> !property.has(DynamoDbIgnore.class) && !property.has(Transient.class))
                    .toList();
        } catch (IntrospectionException e) {
            throw new IllegalArgumentException("The properties of " + bean.getName() + " cannot be found.", e);
        }
    }

    private static Optional<Property> property(Class<?> bean, PropertyDescriptor descriptor) {
        Method getter = descriptor.getReadMethod();
        if (getter == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(descriptor.getWriteMethod())
                .or(() -> fluentSetter(bean, setterName(descriptor.getName()), getter.getReturnType()))
                .map(setter -> new Property(descriptor.getName(), getter, setter));
    }

    private static String setterName(String property) {
        return "set" + Character.toUpperCase(property.charAt(0)) + property.substring(1);
    }

    // Introspector knows setters that return nothing; the SDK also those that return the bean.
    private static Optional<Method> fluentSetter(Class<?> bean, String name, Class<?> type) {
        return Stream.of(bean.getMethods())
                .filter(method ->
                        method.getName().equals(name) && method.getReturnType().equals(bean))
                .filter(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {type}))
                .findFirst();
    }
}
