package io.github.s3backed.enhanced.client;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;

/** The Enhanced Client's type tokens as the types of {@code java.lang.reflect}, which serializers understand. */
final class JavaTypes {

    private JavaTypes() {}

    static Type of(EnhancedType<?> type) {
        // The token of a wildcard keeps no bounds; what is read into it is what the format makes of it.
        if (type.isWildcard()) {
            return Object.class;
        }
        // Null for the token of a document, whatever the SDK's Javadoc says.
        List<EnhancedType<?>> parameters = type.rawClassParameters();
        return parameters == null || parameters.isEmpty()
                ? type.rawClass()
                : new Parameterized(
                        type.rawClass(), parameters.stream().map(JavaTypes::of).toList());
    }

    /** {@code raw} of one argument. */
    static Type of(Class<?> raw, EnhancedType<?> argument) {
        return new Parameterized(raw, List.of(of(argument)));
    }

    /** Equal to what the compiler makes of the same type, as {@link ParameterizedType} asks for. */
    private record Parameterized(Class<?> raw, List<Type> arguments) implements ParameterizedType {

        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return raw.getDeclaringClass();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ParameterizedType that
                    && raw.equals(that.getRawType())
                    && Objects.equals(getOwnerType(), that.getOwnerType())
                    && Arrays.equals(getActualTypeArguments(), that.getActualTypeArguments());
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(getActualTypeArguments()) ^ Objects.hashCode(getOwnerType()) ^ raw.hashCode();
        }

        @Override
        public String toString() {
            return arguments.stream()
                    .map(Type::getTypeName)
                    .collect(Collectors.joining(", ", raw.getTypeName() + "<", ">"));
        }
    }
}
