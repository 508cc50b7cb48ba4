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
     * @throws AbortedException if the thread is interrupted: {@code result} is then cancelled and the flag set again
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
            throw AbortedException.create(
                    "Interrupted while waiting for DynamoDB or a blob store; a write that was sent may have been done.",
                    e);
        } catch (CompletionException e) {
            throw rethrown(Failures.unwrap(e));
        }
    }

    private static RuntimeException rethrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked ? unchecked : new CompletionException(failure);
    }
}
