package io.github.s3backed.core;

import io.github.s3backed.core.spi.PayloadSerializer;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The serializers that were found, by id. Immutable. */
public final class Serializers {

    private static final Map<String, String> ARTIFACTS =
            Map.of("json", "s3backed-codec-json", "text", "s3backed-codec-text", "binary", "s3backed-codec-binary");

    private final Registry<PayloadSerializer<?>> registry;

    private Serializers(List<PayloadSerializer<?>> given) {
        @SuppressWarnings({"unchecked", "rawtypes"}) // a class literal has no type arguments
        List<PayloadSerializer<?>> discovered = (List) Registry.discover(PayloadSerializer.class);
        this.registry = Registry.of("serializer", ARTIFACTS, PayloadSerializer::id, given, discovered);
    }

    /**
     * Those that {@link java.util.ServiceLoader} finds, and {@code given}, which win over found ones of the same id.
     *
     * @throws IllegalArgumentException if two that were found, or two that were given, have one id
     */
    public static Serializers discover(PayloadSerializer<?>... given) {
        return new Serializers(Arrays.asList(given));
    }

    /**
     * The serializer with an id, for a Java type.
     *
     * @param <T> the Java type that {@code type} stands for; not checked
     * @throws MissingProviderException if there is none with that id; the message names the artifact to add
     * @throws IllegalArgumentException if it cannot hold that type
     */
    @SuppressWarnings("unchecked") // forType promises what the caller asked for
    public <T> PayloadSerializer<T> require(String id, Type type) {
        PayloadSerializer<?> found = registry.require(id);
        return (PayloadSerializer<T>) found.forType(type)
                .orElseThrow(() -> new IllegalArgumentException("The serializer '" + id + "' ("
                        + found.getClass().getName() + ") cannot hold " + type.getTypeName() + "."));
    }

    /** The ids, sorted. */
    public Set<String> ids() {
        return registry.ids();
    }
}
