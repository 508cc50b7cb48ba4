package io.github.s3backed.testkit;

import static io.github.s3backed.testkit.BlobFixtures.METADATA;
import static io.github.s3backed.testkit.BlobFixtures.WHOLE;
import static io.github.s3backed.testkit.BlobFixtures.content;
import static io.github.s3backed.testkit.BlobFixtures.join;

import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What an implementor of {@link BlobStoreContract} says of a store, and what its checks do again and again. */
abstract class BlobStoreHooks {

    static final int THREADS = 16;

    private final String folder = "contract/" + UUID.randomUUID() + "/";

    /** The store to check: the same one whenever one test asks for it. */
    protected abstract BlobStore store();

    /** Whether keys may hold {@code //}, end with {@code /}, and name both {@code a} and {@code a/b}. */
    protected boolean takesAwkwardKeys() {
        return true;
    }

    /** Whether keys may hold {@code \\}. */
    protected boolean takesBackslashes() {
        return true;
    }

    /** Whether keys may have levels that are {@code .} or {@code ..}. */
    protected boolean takesDotLevels() {
        return true;
    }

    /** Whether {@link BlobInfo#sha256} is present where {@link io.github.s3backed.core.spi.BlobContent#sha256} was. */
    protected boolean reportsSha256() {
        return true;
    }

    /** Whether {@link PutMode#IF_ABSENT} has exactly one winner when several race. */
    protected boolean putsIfAbsentAtomically() {
        return true;
    }

    /** Whether a reader sees whole objects only while others overwrite them. No store of a payload may do without. */
    protected boolean overwritesAtomically() {
        return true;
    }

    /** Whether an object stays as it is where a large one that was to replace it is not stored. */
    protected boolean keepsObjectsBesideUnfinishedUploads() {
        return true;
    }

    /** Whether {@link BlobInfo#sha256} is present for a copy of an object for which it is. */
    protected boolean reportsSha256OfCopies() {
        return true;
    }

    /** Whether a copy of what is not as it was observed is refused. Without it another payload may be taken for one's own. */
    protected boolean copiesWhatWasObservedOnly() {
        return true;
    }

    /** A key that no other test uses, ending in {@code name}. */
    protected final String key(String name) {
        return folder + name;
    }

    final PutResult put(String key, byte[] body) {
        return join(store().put(key, content(body), METADATA, PutMode.OVERWRITE));
    }

    final byte[] read(String key) {
        return join(store().get(key, WHOLE));
    }

    final BlobInfo head(String key) {
        return join(store().head(key)).orElseThrow();
    }

    /** Does {@code work} on many threads, which begin at one time. */
    final <T> List<T> inParallel(Work<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CyclicBarrier start = new CyclicBarrier(THREADS);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                futures.add(threads.submit(() -> {
                    start.await();
                    return work.run(number);
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /** What one of many threads does. */
    interface Work<T> {
        T run(int number) throws Exception;
    }
}
