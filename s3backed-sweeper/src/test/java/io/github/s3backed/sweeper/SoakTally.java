package io.github.s3backed.sweeper;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.CorruptPayloadException;
import io.github.s3backed.dynamodb.ContendedReadException;
import io.github.s3backed.dynamodb.OutcomeUnknownException;
import io.github.s3backed.dynamodb.UnreadableItemsException;
import io.github.s3backed.dynamodb.WriteCommittedException;
import io.github.s3backed.dynamodb.WriteExpiredException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What came of the calls of a soak, and what must not have come of any. Safe for use by many threads. */
final class SoakTally {

    private static final int SAMPLES = 20;
    private static final int FRAMES = 6;

    /** What a call may fail with because of the faults: whatever else it fails with is a defect. */
    private static final Set<Class<?>> EXPECTED = Set.of(
            BlobStoreException.class,
            // Bits are flipped below it.
            CorruptPayloadException.class,
            ContendedReadException.class,
            OutcomeUnknownException.class,
            WriteCommittedException.class,
            WriteExpiredException.class);

    private static final Set<String> INJECTED = Set.of(
            "ProvisionedThroughputExceededException", "InternalServerError", "SlowDown", "InternalError", "status 500");

    private final SortedMap<String, Long> counts = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();

    synchronized void count(String what) {
        count(what, 1);
    }

    synchronized void count(String what, long more) {
        counts.merge(what, more, Long::sum);
    }

    void done(String operation) {
        count(operation + " done");
    }

    /** A call that failed, as it may or as it must not. */
    void failed(String operation, Throwable thrown) {
        Throwable failure = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        count(operation + " failed: " + name(failure));
        if (!isExpected(failure)) {
            violation(operation + ": " + failure, failure);
        }
    }

    private static String name(Throwable failure) {
        if (failure instanceof AwsServiceException service) {
            String code = service.awsErrorDetails() == null
                    ? null
                    : service.awsErrorDetails().errorCode();
            return code == null ? "status " + service.statusCode() : code;
        }
        return failure.getClass().getSimpleName();
    }

    private static boolean isExpected(Throwable failure) {
        if (failure instanceof UnreadableItemsException unreadable) {
            return unreadable.failures().stream().allMatch(one -> isExpected(one.cause()));
        }
        if (failure instanceof BlobStoreException && failure.getCause() instanceof SdkException cause) {
            return isExpected(cause);
        }
        if (failure instanceof AwsServiceException) {
            return INJECTED.contains(name(failure));
        }
        return failure instanceof SdkException || EXPECTED.contains(failure.getClass());
    }

    synchronized void violation(String what, Throwable cause) {
        count("VIOLATION");
        if (violations.size() < SAMPLES) {
            StringBuilder text = new StringBuilder(what);
            for (Throwable next = cause; next != null; next = next.getCause()) {
                text.append("\n    ").append(next);
                Stream.of(next.getStackTrace())
                        .limit(FRAMES)
                        .forEach(frame -> text.append("\n        at ").append(frame));
                Stream.of(next.getSuppressed())
                        .forEach(beside -> text.append("\n      beside ").append(beside));
            }
            violations.add(text.toString());
        }
    }

    void violation(String what) {
        violation(what, null);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    synchronized SortedMap<String, Long> counts() {
        return new TreeMap<>(counts);
    }
}
