package io.github.s3backed.simulator;

/** A guarantee that a schedule has broken. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Violation(String message) {
        super(message, null, false, false);
    }
}
