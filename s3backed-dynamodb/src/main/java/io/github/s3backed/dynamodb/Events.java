package io.github.s3backed.dynamodb;

/** Takes events without waiting for who hears of them. */
@FunctionalInterface
interface Events extends AutoCloseable {
    void emit(S3BackedEvent event);

    /** Frees what it made for itself. */
    @Override
    default void close() {}
}
