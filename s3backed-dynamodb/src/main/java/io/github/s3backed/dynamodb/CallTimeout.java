package io.github.s3backed.dynamodb;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/**
 * The caller's limit for a whole call to DynamoDB with its repetitions, each of which the SDK takes for a call of its own. It
 * does not cover the uploads before the first of them.
 */
final class CallTimeout {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final Optional<Duration> ofClient;
    private final LongSupplier nanoTime;
    private boolean begun;
    private long beganAt;

    CallTimeout(Optional<Duration> ofClient, LongSupplier nanoTime) {
        this.ofClient = ofClient;
        this.nanoTime = nanoTime;
    }

    /** Leaves the next attempt what is left of the limit. */
    synchronized void apply(AwsRequestOverrideConfiguration.Builder settings) {
        if (!begun) {
            begun = true;
            beganAt = nanoTime.getAsLong();
        }
        Duration gone = Duration.ofNanos(nanoTime.getAsLong() - beganAt);
        Optional.ofNullable(settings.apiCallTimeout()).or(() -> ofClient).ifPresent(limit -> {
            Duration left = limit.minus(gone);
            settings.apiCallTimeout(left.compareTo(SHORTEST) > 0 ? left : SHORTEST);
        });
    }
}
