package io.github.s3backed.core.spi;

import java.time.Instant;

/**
 * An object, as a listing shows it.
 *
 * @param length the number of stored bytes
 * @param lastModified when it was stored, by the store's clock, which may count in whole seconds
 */
public record ListedBlob(String key, long length, Instant lastModified) {}
