package io.github.s3backed.examples;

/** Cleans up if the program is interrupted in between, so that Ctrl-C leaves no table and no bucket behind. */
final class Interruption {

    private final Thread hook;

    private Interruption(Thread hook) {
        this.hook = hook;
    }

    /** Until it is over: then closing is the caller's business. */
    static Interruption guard(ItemTable items, Destination destination) {
        Thread hook = new Thread(() -> {
            try (items;
                    destination) {
                // Closing is all there is to do.
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interruption(hook);
    }

    void over() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is running.
        }
    }
}
