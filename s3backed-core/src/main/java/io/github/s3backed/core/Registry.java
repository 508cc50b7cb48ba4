package io.github.s3backed.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Providers of one SPI by their ids. Two with one id are refused, unless one was given and the other discovered. */
final class Registry<P> {

    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,32}");

    private final String kind;
    private final Map<String, String> artifacts;
    private final Map<String, P> byId;

    private Registry(String kind, Map<String, String> artifacts, Map<String, P> byId) {
        this.kind = kind;
        this.artifacts = artifacts;
        this.byId = byId;
    }

    /**
     * Collects providers.
     *
     * @param artifacts which artifact brings which id, for the error about a missing one
     */
    static <P> Registry<P> of(
            String kind,
            Map<String, String> artifacts,
            Function<P, String> id,
            Collection<? extends P> given,
            Collection<? extends P> discovered) {
        Map<String, P> byId = index(kind, id, discovered);
        byId.putAll(index(kind, id, given));
        return new Registry<>(kind, artifacts, byId);
    }

    private static <P> Map<String, P> index(String kind, Function<P, String> id, Collection<? extends P> providers) {
        Map<String, P> byId = new TreeMap<>();
        for (P provider : providers) {
            String own = id.apply(provider);
            requireStorable(kind, own, provider);
            P other = byId.putIfAbsent(own, provider);
            if (other != null) {
                throw new IllegalArgumentException("Two " + kind + "s have the id '" + own + "': "
                        + other.getClass().getName() + " and "
                        + provider.getClass().getName()
                        + ". Remove one of them, or hand the one to use to the builder.");
            }
        }
        return byId;
    }

    /** Whether {@code id} has the form in which ids are stored. */
    static boolean isStorable(String id) {
        return ID.matcher(id).matches();
    }

    /** @throws IllegalArgumentException if {@code id} has another form than ids are stored in */
    static void requireStorable(String kind, String id, Object provider) {
        if (!isStorable(id)) {
            throw new IllegalArgumentException("The id of a " + kind + " is 1 to 32 characters of a-z, 0-9 and '-',"
                    + " but " + provider.getClass().getName() + " has '" + id + "'.");
        }
    }

    /**
     * What the class path and the module path offer: by the thread's context class loader, and by the one that loaded
     * the SPI, for threads whose context says nothing (those of a common pool, say).
     */
    static <P> List<P> discover(Class<P> spi) {
        Set<Class<?>> seen = new HashSet<>();
        List<P> found = new ArrayList<>();
        for (ServiceLoader<P> loader :
                List.of(ServiceLoader.load(spi), ServiceLoader.load(spi, spi.getClassLoader()))) {
            try {
                loader.forEach(provider -> {
                    if (seen.add(provider.getClass())) {
                        found.add(provider);
                    }
                });
            } catch (ServiceConfigurationError e) {
                throw new MissingProviderException(
                        "A provider of " + spi.getName() + " is listed but cannot be loaded: " + e.getMessage(), e);
            }
        }
        return found;
    }

    /** The provider with an id, or an error that says what there is and what to add. */
    P require(String id) {
        P provider = byId.get(id);
        if (provider == null) {
            throw new MissingProviderException(missing(id), null);
        }
        return provider;
    }

    private String missing(String id) {
        String artifact = artifacts.get(id);
        return "No " + kind + " with the id '" + id + "' was found. Found: "
                + (byId.isEmpty() ? "none" : String.join(", ", ids())) + ". "
                + (artifact == null
                        ? "Register one with that id, as a service or with the builder."
                        : "Add io.github.s3backed:" + artifact + " to the class path, or register one with that id.");
    }

    /** The ids, sorted. */
    Set<String> ids() {
        return Collections.unmodifiableSet(byId.keySet());
    }
}
