package io.github.s3backed.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C, and what asks a process to end in the same way: the command is told, and has some time to say where it got. */
final class Interruption {

    private static final long PATIENCE_SECONDS = 20;

    private static volatile boolean requested;

    private final CountDownLatch over = new CountDownLatch(1);

    private Interruption() {}

    /** From now on the calling thread is interrupted when the process is to end. */
    static Interruption of(Thread command) {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.happen(command)));
        return interruption;
    }

    private void happen(Thread command) {
        if (over.getCount() == 0) {
            return; // The command has ended by itself.
        }
        requested = true;
        command.interrupt();
        try {
            over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static boolean isRequested() {
        return requested;
    }

    /** The command has ended, and has said so. */
    void over() {
        over.countDown();
    }
}
