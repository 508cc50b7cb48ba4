package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobLocation;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What the stores of this module do alike with keys and failures. */
final class BlobKeys {

    private BlobKeys() {}

    /** Does {@code work} at once for a key that any store would take, and turns what it throws into a failed stage. */
    static <T> CompletionStage<T> checked(String key, BlobLocation location, Callable<T> work) {
        try {
            require(key);
            return CompletableFuture.completedFuture(work.call());
        } catch (Throwable e) {
            // Errors as well: a reader that overflows the stack is to fail the stage, as it does on a store's own
            // thread.
            return CompletableFuture.failedFuture(e);
        }
    }

    static void require(String key) {
        int bytes = Utf8.encode(key, "A key").length;
        if (bytes < 1 || bytes > KeyTemplate.MAX_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "A key has 1 to " + KeyTemplate.MAX_KEY_BYTES + " bytes of UTF-8, but had " + bytes + ".");
        }
    }

    static BlobNotFoundException notFound(BlobLocation location, String key, @Nullable Throwable cause) {
        return new BlobNotFoundException("There is no object " + location + "/" + key + ".", cause);
    }

    static String requireObserved(BlobInfo observed) {
        return observed.entityTag()
                .orElseThrow(() -> new IllegalArgumentException(
                        "What was observed of an object that is to be copied must hold its entity tag."));
    }

    /** What a store that takes only copies from stores of its own kind says of another. */
    static IllegalArgumentException foreign(BlobLocation source, BlobLocation target) {
        return new IllegalArgumentException("The store " + target + " copies nothing from " + source + ".");
    }

    /** @param tag what the object must be, or null for whatever it is */
    static void requireTag(@Nullable String tag, BlobInfo info, BlobLocation location, String key) {
        if (tag != null && !tag.equals(info.entityTag().orElse(null))) {
            throw new BlobChangedException(
                    "The object " + location + "/" + key + " was replaced since it was observed. Begin again.", null);
        }
    }

    static void requirePosition(long position, BlobInfo info, BlobLocation location, String key) {
        if (position > 0 && position >= info.length()) {
            throw new BlobStoreException(
                    "The object " + location + "/" + key + " has " + info.length()
                            + " bytes and cannot be opened at position " + position + ".",
                    null);
        }
    }

    static void requireNotNegative(long position) {
        if (position < 0) {
            throw new IllegalArgumentException("A position is not negative, but was: " + position);
        }
    }
}
