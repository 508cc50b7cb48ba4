package io.github.s3backed.dynamodb;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;

/**
 * The thread that called a blocking client. While it waits for the end of an asynchronous process, it does what that process
 * asks it to: the calls to DynamoDB, which so see the caller's thread-bound context and can be interrupted.
 */
final class CallingThread {

    private final Deque<Task<?>> tasks = new ArrayDeque<>();
    private boolean gone;

    /** Does {@code call} on the thread that waits; it fails if that waits no longer. */
    <T> CompletableFuture<T> submit(Supplier<T> call) {
        Task<T> task = new Task<>(call, new CompletableFuture<>());
        synchronized (this) {
            if (!gone) {
                tasks.add(task);
                notifyAll();
                return task.result();
            }
        }
        task.abandon();
        return task.result();
    }

    /**
     * Works until {@code result} is there, and returns it or throws what it failed with, without a wrapper.
     *
     * @throws AbortedException if the thread is interrupted: {@code result} is then cancelled and the flag set again
     */
    <T> T await(CompletableFuture<T> result) {
        result.whenComplete((value, failure) -> wakeUp());
        try {
            for (Task<?> next = next(result); next != null; next = next(result)) {
                next.run();
            }
            return result.join();
        } catch (InterruptedException e) {
            throw interrupted(result, e);
        } catch (CompletionException e) {
            throw rethrown(Failures.unwrap(e));
        } finally {
            leave();
        }
    }

    private synchronized void wakeUp() {
        notifyAll();
    }

    /** The next task; null when there is a result. */
    private synchronized @Nullable Task<?> next(CompletableFuture<?> result) throws InterruptedException {
        while (tasks.isEmpty() && !result.isDone()) {
            wait();
        }
        return result.isDone() ? null : tasks.remove();
    }

    /** What comes after this would wait for ever. */
    private void leave() {
        Deque<Task<?>> left;
        synchronized (this) {
            gone = true;
            left = new ArrayDeque<>(tasks);
            tasks.clear();
        }
        left.forEach(Task::abandon);
    }

    private static RuntimeException interrupted(CompletableFuture<?> result, InterruptedException e) {
        Thread.currentThread().interrupt();
        AbortedException aborted =
                AbortedException.create("Interrupted while waiting for DynamoDB or a blob store.", e);
        RuntimeException seen = result instanceof RunningWrite<?> write ? write.abandoned(aborted) : aborted;
        result.cancel(true);
        return seen;
    }

    private static RuntimeException rethrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked ? unchecked : new CompletionException(failure);
    }

    /** A call, and where its end is awaited. */
    private record Task<T>(Supplier<T> call, CompletableFuture<T> result) {

        void run() {
            try {
                result.complete(call.get());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        }

        void abandon() {
            result.completeExceptionally(
                    AbortedException.create("The calling thread was interrupted before this call was made."));
        }
    }
}
