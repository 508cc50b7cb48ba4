package io.github.s3backed.dynamodb;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.spi.BlobStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * What writers and the sweeper of one store must agree on, and therefore find in the store itself, as the object {@link
 * #KEY}. A writer that finds none puts the default there.
 *
 * @param gracePeriod how old an object that nothing refers to must be before it is swept
 * @param writeDeadline how long after its first upload a write may still be sent to DynamoDB
 */
public record StorePolicy(Duration gracePeriod, Duration writeDeadline) {

    /** The key of the object that holds the policy. {@code {table}} never begins with a dot, so no payload has it. */
    public static final String KEY = "s3backed/.registry/policy";

    /**
     * How long a request that was signed, and delayed on its way, may still be accepted (AWS Identity and Access Management
     * User Guide, "Elements of an AWS API request signature").
     */
    private static final Duration SIGNATURE_VALIDITY = Duration.ofMinutes(15);

    /** A grace period of a day, and a write deadline of an hour. */
    public static final StorePolicy DEFAULT = new StorePolicy(Duration.ofHours(24), Duration.ofHours(1));

    private static final String FORMAT = "format";
    private static final String GRACE = "grace-seconds";
    private static final String DEADLINE = "write-deadline-seconds";

    public StorePolicy {
        if (writeDeadline.isNegative() || writeDeadline.isZero()) {
            throw new IllegalArgumentException("A write deadline is positive, but was: " + writeDeadline);
        }
        if (gracePeriod.dividedBy(2).compareTo(writeDeadline.plus(SIGNATURE_VALIDITY)) < 0) {
            throw new IllegalArgumentException("Half of the grace period (" + gracePeriod
                    + ") must cover the write deadline (" + writeDeadline + ") and the " + SIGNATURE_VALIDITY
                    + " for which a signed request is valid: otherwise a sweep could remove what a write is about to"
                    + " refer to.");
        }
    }

    /**
     * What a store says; empty if it says nothing, as it does until a wrapped client has written there.
     *
     * @return a stage that fails with {@link BlobStoreException} if the store did not answer, or what it holds cannot be read
     */
    public static CompletionStage<Optional<StorePolicy>> read(BlobStore store) {
        return store.head(KEY)
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : store.get(KEY, (info, body) -> Optional.of(parse(store, body.readAllBytes()))));
    }

    /** How young an object under a shared key must be to be referenced again. */
    Duration trustSharedObjectsFor() {
        return gracePeriod.dividedBy(2);
    }

    /** The policy as its object holds it, see FORMAT.md. */
    byte[] toBytes() {
        return (FORMAT + "=1\n" + GRACE + "=" + gracePeriod.toSeconds() + "\n" + DEADLINE + "="
                        + writeDeadline.toSeconds() + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads what {@link #toBytes} made.
     *
     * @throws IllegalArgumentException if it is of another format, incomplete or contradicts itself
     */
    static StorePolicy parse(byte[] bytes) {
        Map<String, String> lines = new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("="))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')),
                        line -> line.substring(line.indexOf('=') + 1),
                        (first, second) -> first));
        if (!"1".equals(lines.get(FORMAT))) {
            throw new IllegalArgumentException("unknown format " + lines.get(FORMAT) + ", this version reads 1");
        }
        return new StorePolicy(seconds(lines, GRACE), seconds(lines, DEADLINE));
    }

    /** The same, with an error that says which store's policy it is. */
    static StorePolicy parse(BlobStore store, byte[] bytes) {
        try {
            return parse(bytes);
        } catch (IllegalArgumentException e) {
            throw new BlobStoreException(
                    "The policy " + store.location() + "/" + KEY + " cannot be read: " + e.getMessage()
                            + ". Nothing was written; correct the object, or upgrade this client if a later version"
                            + " wrote it.",
                    e);
        }
    }

    private static Duration seconds(Map<String, String> lines, String name) {
        String value = lines.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return Duration.ofSeconds(Long.parseLong(value));
    }
}
