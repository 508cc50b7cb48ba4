package io.github.s3backed.enhanced.client;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls to what an application's classes declare. What they throw arrives as it was thrown. */
final class Reflection {

    private Reflection() {}

    @SuppressWarnings("unchecked") // the caller knows what the method returns
    static <T, R> Function<T, R> getter(Method method) {
        requireAccessible(method, method.getDeclaringClass());
        return target -> (R) call(() -> method.invoke(target));
    }

    static <T, V> BiConsumer<T, V> setter(Method method) {
        requireAccessible(method, method.getDeclaringClass());
        return (target, value) -> call(() -> method.invoke(target, value));
    }

    @SuppressWarnings("unchecked") // the caller knows what the method returns
    static <R> Supplier<R> factory(Method method) {
        requireAccessible(method, method.getDeclaringClass());
        return () -> (R) call(() -> method.invoke(null));
    }

    /** @param use for the message, such as {@code a bean} */
    @SuppressWarnings("NullAway") // a constructor returns no null
    static <R> Supplier<R> constructor(Class<R> type, String use) {
        try {
            Constructor<R> constructor = type.getConstructor();
            requireAccessible(constructor, type);
            return () -> call(constructor::newInstance);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    type.getName() + " is " + use + " and needs a public constructor without arguments.", e);
        }
    }

    private static void requireAccessible(AccessibleObject member, Class<?> type) {
        if (!member.trySetAccessible()) {
            throw new IllegalArgumentException("The module " + type.getModule().getName() + " keeps "
                    + type.getName()
                    + " to itself. Make the class public and export its package, or open the package to"
                    + " io.github.s3backed.enhanced.client.");
        }
    }

    static <R> @Nullable R call(Call<R> call) {
        try {
            return call.run();
        } catch (InvocationTargetException e) {
            throw Reflection.<RuntimeException>asItIs(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A method or constructor could not be called.", e);
        }
    }

    @SuppressWarnings("unchecked") // the compiler's idea of checked exceptions is left behind on purpose
    private static <X extends Throwable> X asItIs(@Nullable Throwable thrown) throws X {
        throw (X) thrown;
    }

    /** What reflection does. */
    @FunctionalInterface
    interface Call<R> {
        @Nullable
        R run() throws ReflectiveOperationException;
    }
}
