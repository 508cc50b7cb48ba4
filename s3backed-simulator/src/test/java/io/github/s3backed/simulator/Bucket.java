package io.github.s3backed.simulator;

import io.github.s3backed.core.BlobChangedException;
import io.github.s3backed.core.BlobNotFoundException;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A model of an S3 bucket: strongly consistent, with a clock of its own, and with versions if it was made so. */
final class Bucket {

    private static final Instant BEGINNING = Instant.parse("2030-01-01T00:00:00Z");
    private static final byte[] NOTHING = {};
    private static final BlobMetadata NO_METADATA = new BlobMetadata("", BlobMetadata.IDENTITY, Map.of());

    private final boolean versioned;
    private final MessageDigest sha256 = sha256();
    private final TreeMap<String, List<Version>> versions = new TreeMap<>();
    private final Map<String, String> everStored = new HashMap<>();
    private Consumer<String> removals = key -> {};
    private long nextId;

    Bucket(boolean versioned) {
        this.versioned = versioned;
    }

    /**
     * One version of an object.
     *
     * @param lastModified in nanoseconds since the beginning
     * @param sha256 in lowercase hex
     * @param marker whether it says that there is no object any more
     */
    record Version(
            String key,
            long id,
            byte[] bytes,
            BlobMetadata metadata,
            long lastModified,
            String sha256,
            boolean marker) {

        BlobInfo info(long now) {
            return BlobInfo.of(metadata, bytes.length, instant(lastModified), instant(now), sha256)
                    .withEntityTag(sha256);
        }
    }

    /** Another one that holds the same. */
    Bucket copy() {
        Bucket copy = new Bucket(versioned);
        versions.forEach((key, all) -> copy.versions.put(key, new ArrayList<>(all)));
        copy.everStored.putAll(everStored);
        copy.nextId = nextId;
        return copy;
    }

    /** Who is told of the key of an object that is there no more. */
    void onRemoval(Consumer<String> listener) {
        removals = listener;
    }

    static Instant instant(long nanos) {
        return BEGINNING.plusNanos(nanos);
    }

    PutResult put(String key, byte[] bytes, BlobMetadata metadata, PutMode mode, long now) {
        if (mode == PutMode.IF_ABSENT && current(key) != null) {
            return PutResult.EXISTS;
        }
        everStored.put(key, new String(bytes, StandardCharsets.UTF_8));
        String hash = HexFormat.of().formatHex(sha256.digest(bytes));
        add(new Version(key, nextId++, bytes, metadata, now, hash, false));
        return PutResult.STORED;
    }

    /**
     * Stores once more what another key holds.
     *
     * @param tag what the source must have
     */
    void copy(String source, String tag, BlobMetadata metadata, String key, long now) {
        Version found = current(source);
        if (found == null) {
            throw new BlobNotFoundException("There is no object " + source + ".", null);
        }
        if (!found.sha256().equals(tag)) {
            throw new BlobChangedException("The object " + source + " is another one.", null);
        }
        put(key, found.bytes(), metadata, PutMode.OVERWRITE, now);
    }

    private void add(Version version) {
        List<Version> all = versions.computeIfAbsent(version.key(), k -> new ArrayList<>(2));
        if (!versioned) {
            all.clear();
        }
        all.add(version);
    }

    /** The object that a get would find; null if there is none. */
    @Nullable
    Version current(String key) {
        Version last = newest(key);
        return last == null || last.marker() ? null : last;
    }

    /** What was done to a key last, be it that its object was hidden; null if there is nothing. */
    @Nullable
    Version newest(String key) {
        List<Version> all = versions.get(key);
        return all == null ? null : all.get(all.size() - 1);
    }

    void delete(String key, long now) {
        if (current(key) == null) {
            return;
        }
        if (versioned) {
            add(new Version(key, nextId++, NOTHING, NO_METADATA, now, "", true));
        } else {
            versions.remove(key);
        }
        removals.accept(key);
    }

    void deleteVersion(String key, long id) {
        List<Version> all = versions.get(key);
        if (all == null) {
            return;
        }
        all.removeIf(version -> version.id() == id);
        if (all.isEmpty()) {
            versions.remove(key);
        }
        if (current(key) == null) {
            removals.accept(key);
        }
    }

    boolean isVersioned() {
        return versioned;
    }

    /** All versions of all objects, those of one key from the current one to the oldest; a copy. */
    List<Version> list() {
        List<Version> all = new ArrayList<>();
        versions.values().forEach(ofKey -> {
            for (int i = ofKey.size() - 1; i >= 0; i--) {
                all.add(ofKey.get(i));
            }
        });
        return all;
    }

    /** What was stored under a key, even if it is there no more; null if nothing was. */
    @Nullable
    String everStored(String key) {
        return everStored.get(key);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
