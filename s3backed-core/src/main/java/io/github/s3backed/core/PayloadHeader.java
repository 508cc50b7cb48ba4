package io.github.s3backed.core;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is stored about a payload, beside an object as user metadata or in front of an inline body.
 *
 * @param length the number of serialized, uncompressed bytes
 */
record PayloadHeader(String serializer, String compressor, long length, Fingerprint fingerprint) {

    static final int FORMAT_VERSION = 1;

    private static final String PREFIX = "s3backed-";
    private static final String FORMAT = PREFIX + "format";
    private static final String SERIALIZER = PREFIX + "serializer";
    private static final String COMPRESSOR = PREFIX + "compressor";
    private static final String LENGTH = PREFIX + "length";
    private static final String FINGERPRINT = PREFIX + "fingerprint";

    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,18}");

    PayloadHeader {
        requireStorable("serializer", serializer);
        requireStorable("compressor", compressor);
        if (length < 0) {
            throw new IllegalArgumentException("a length is not negative, but was " + length);
        }
    }

    // Where a count is damaged, what was read as an id may be a piece of the payload: it is not repeated.
    private static void requireStorable(String kind, String id) {
        if (!Registry.isStorable(id)) {
            throw new IllegalArgumentException("what stands for the id of its " + kind + " is none");
        }
    }

    Map<String, String> toUserMetadata() {
        return Map.of(
                FORMAT, Integer.toString(FORMAT_VERSION),
                SERIALIZER, serializer,
                COMPRESSOR, compressor,
                LENGTH, Long.toString(length),
                FINGERPRINT, fingerprint.hex());
    }

    /**
     * Reads an object's metadata; empty if no name in it is ours, which is how objects of {@code pynamodb_mate} look.
     * Names that a later minor version may add are passed over.
     *
     * @throws CorruptPayloadException if some is ours and the rest is missing, malformed or of another version
     */
    static Optional<PayloadHeader> fromUserMetadata(Map<String, String> metadata, Object where) {
        Map<String, String> ours = new TreeMap<>(metadata);
        ours.keySet().removeIf(name -> !name.startsWith(PREFIX));
        if (ours.isEmpty()) {
            return Optional.empty();
        }
        requireKnownVersion(metadata, where);
        required(ours, FORMAT, where);
        try {
            return Optional.of(new PayloadHeader(
                    required(ours, SERIALIZER, where),
                    required(ours, COMPRESSOR, where),
                    decimal(required(ours, LENGTH, where)),
                    new Fingerprint(required(ours, FINGERPRINT, where))));
        } catch (IllegalArgumentException e) {
            throw new CorruptPayloadException("The metadata of " + where + " is malformed: " + e.getMessage(), e);
        }
    }

    /** Refuses an object whose metadata is about another payload than the one that a reference asks for. */
    void require(Fingerprint expected, Object where) {
        if (!fingerprint.equals(expected)) {
            throw new CorruptPayloadException(
                    "The metadata of " + where + " claims the fingerprint " + fingerprint
                            + ", and the reference asks for " + expected + ".",
                    null);
        }
    }

    /**
     * Refuses an object of a later version, which is not a damaged one.
     *
     * @throws CorruptPayloadException if there is a version, and it is unknown
     */
    static void requireKnownVersion(Map<String, String> metadata, Object where) {
        String version = metadata.get(FORMAT);
        if (version != null) {
            requireVersion(version, where);
        }
    }

    static void requireVersion(String version, Object where) {
        if (!version.equals(Integer.toString(FORMAT_VERSION))) {
            throw new CorruptPayloadException(
                    "Unknown format version " + version + " of " + where + "; this version of s3backed reads "
                            + FORMAT_VERSION + ". If a later version wrote it, upgrade the reader first.",
                    null);
        }
    }

    // Long.parseLong alone takes signs and the digits of every script.
    private static long decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException(LENGTH + " is not a decimal number");
        }
        return Long.parseLong(text);
    }

    private static String required(Map<String, String> metadata, String name, Object where) {
        String value = metadata.get(name);
        if (value == null) {
            throw new CorruptPayloadException(
                    "The metadata of " + where + " lacks " + name + "; it holds " + metadata.keySet() + ".", null);
        }
        return value;
    }
}
