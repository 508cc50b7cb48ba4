package io.github.s3backed.dynamodb;

/** Takes events without waiting for who hears of them. */
@FunctionalInterface
interface Events {
    void emit(S3BackedEvent event);
}
