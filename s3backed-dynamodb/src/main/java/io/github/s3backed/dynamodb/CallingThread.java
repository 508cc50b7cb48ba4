package io.github.s3backed.dynamodb;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import software.amazon.awssdk.core.exception.AbortedException;

/**
 * The thread that called a blocking client. While it waits for the end of an asynchronous process, it does what that process
 * asks it to: the calls to DynamoDB, which so see the caller's thread-bound context and can be interrupted.
 */
final class CallingThread implements Executor {

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /**
     * Works until {@code result} is there, and returns it or throws what it failed with, without a wrapper.
     *
     * @throws AbortedException if the thread is interrupted: {@code result} is then cancelled and the flag set again. A write
     *     of which the thread did not wait for the end is said to be of unknown outcome, if it was sent
     * @throws WriteCommittedException if it is interrupted while a write that is done cleans up
     */
    <T> T await(CompletableFuture<T> result) {
        result.whenComplete((value, failure) -> tasks.add(() -> {}));
        try {
            while (!result.isDone()) {
                tasks.take().run();
            }
            return result.join();
        } catch (InterruptedException e) {
            result.cancel(true);
            Thread.currentThread().interrupt();
            throw interrupted(
                    result, AbortedException.create("Interrupted while waiting for DynamoDB or a blob store.", e));
        } catch (CompletionException e) {
            throw rethrown(Failures.unwrap(e));
        }
    }

    private static RuntimeException interrupted(CompletableFuture<?> result, AbortedException interruption) {
        return result instanceof WriteResult<?> write ? write.interrupted(interruption) : interruption;
    }

    private static RuntimeException rethrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked ? unchecked : new CompletionException(failure);
    }
}
