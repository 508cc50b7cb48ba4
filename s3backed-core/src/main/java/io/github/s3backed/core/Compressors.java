package io.github.s3backed.core;

import io.github.s3backed.core.spi.Compressor;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The compressors that were found, by id: configuration picks the writer's, stored ids pick the reader's. Immutable. */
public final class Compressors {

    private static final Map<String, String> ARTIFACTS =
            Map.of("zstd", "s3backed-compress-zstd", "lz4", "s3backed-compress-lz4");

    private final Registry<Compressor> registry;

    private Compressors(List<Compressor> given) {
        this.registry =
                Registry.of("compressor", ARTIFACTS, Compressor::id, given, Registry.discover(Compressor.class));
    }

    /**
     * Those that {@link java.util.ServiceLoader} finds, {@code gzip} and {@code identity} always among them, and
     * {@code given}, which win over found ones of the same id.
     *
     * @throws IllegalArgumentException if two that were found, or two that were given, have one id
     */
    public static Compressors discover(Compressor... given) {
        return new Compressors(List.of(given));
    }

    /**
     * The compressor with an id.
     *
     * @throws MissingProviderException if there is none; the message names the artifact to add
     */
    public Compressor require(String id) {
        return registry.require(id);
    }

    /** The ids, sorted. */
    public Set<String> ids() {
        return registry.ids();
    }
}
