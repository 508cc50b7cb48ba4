package io.github.s3backed.enhanced.client;

import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Configurations by name, for converters that the SDK makes itself: {@code @DynamoDbConvertedBy} takes a class with a
 * constructor without arguments, so such a converter names its configuration, and the application registers it once
 * at start-up, before the first item is converted; schemas may be built before.
 *
 * <p>One registry per class loader of this class, safe for use by many threads.
 */
public final class S3BackedConfigurations {

    private static final ConcurrentMap<String, S3BackedConverterConfig> BY_NAME = new ConcurrentHashMap<>();

    private S3BackedConfigurations() {}

    /**
     * Registers a configuration, for converters made before and after. Registering the same object again changes nothing.
     *
     * @param name not empty; the one that converters pass to their super constructor
     * @return a handle which removes the registration when it is closed; an application that never does may drop it
     * @throws IllegalStateException if another configuration is registered under that name; it stays
     */
    public static Registration register(String name, S3BackedConverterConfig config) {
        Objects.requireNonNull(config, "config");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("The name of a configuration is not empty.");
        }
        S3BackedConverterConfig other = BY_NAME.putIfAbsent(name, config);
        if (other != null && other != config) {
            throw new IllegalStateException("Another S3-backed configuration is registered under '" + name
                    + "'. Give this one a name of its own, or close the registration of the other first.");
        }
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                BY_NAME.remove(name, config);
            }
        };
    }

    static S3BackedConverterConfig require(String name) {
        S3BackedConverterConfig config = BY_NAME.get(name);
        if (config == null) {
            throw new IllegalStateException("No S3-backed configuration is registered under '" + name
                    + "'. Registered: "
                    + (BY_NAME.isEmpty() ? "none" : String.join(", ", new TreeSet<>(BY_NAME.keySet())))
                    + ". Call S3BackedConfigurations.register(\"" + name
                    + "\", config) at start-up, before the first item is read or written.");
        }
        return config;
    }

    /** Holds a name in the registry. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {

        /**
         * Frees the name; converters that name it fail from then on, until it is registered again. Closing twice does no
         * more than closing once.
         */
        @Override
        void close();
    }
}
