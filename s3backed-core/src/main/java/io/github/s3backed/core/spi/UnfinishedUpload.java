package io.github.s3backed.core.spi;

import java.time.Instant;

/**
 * An upload in several parts that was neither completed nor aborted. Its parts take space, and are in no listing of
 * objects.
 *
 * @param uploadId names it among those of its key
 * @param initiatedAt when it was begun, by the store's clock
 */
public record UnfinishedUpload(String key, String uploadId, Instant initiatedAt) {}
