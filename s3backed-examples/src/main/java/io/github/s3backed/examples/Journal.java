package io.github.s3backed.examples;

import io.github.s3backed.core.Reference;
import io.github.s3backed.dynamodb.S3BackedEvent;
import io.github.s3backed.dynamodb.S3BackedListener;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Hears what the client does: what it takes back of a rejected write, and what it could not remove, which it says. */
final class Journal implements S3BackedListener {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BlockingQueue<Set<Reference>> unwanted = new LinkedBlockingQueue<>();
    private final Consumer<String> notices;

    Journal(Consumer<String> notices) {
        this.notices = notices;
    }

    @Override
    public void onEvent(S3BackedEvent event) {
        if (event instanceof S3BackedEvent.RolledBack rolledBack) {
            unwanted.add(rolledBack.removed());
        } else if (event instanceof S3BackedEvent.CleanUpFailed failed) {
            notices.accept("Not removed by " + failed.operation() + ": " + Text.join(failed.left()) + ": "
                    + UserException.firstLine(failed.cause()));
            unwanted.add(failed.left());
        }
    }

    /**
     * What a write of an item has uploaded in vain. Events arrive later than the write's exception: waits for them.
     *
     * @param folder what the keys of the item's objects begin with
     * @return nothing if nothing of that kind is heard of
     */
    Set<Reference> uploadedInVain(String folder) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            Set<Reference> found = Set.of();
            while (found != null && found.stream().noneMatch(each -> each.key().startsWith(folder))) {
                found = unwanted.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
            return found == null ? Set.of() : found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Set.of();
        }
    }
}
