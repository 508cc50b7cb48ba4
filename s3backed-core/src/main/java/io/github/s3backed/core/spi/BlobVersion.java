package io.github.s3backed.core.spi;

import java.time.Instant;

/**
 * A version of an object, or a mark that it was deleted.
 *
 * @param versionId names it among those of its key; {@code null} as a text where it was stored without versioning
 * @param current whether it is what a read without a version id sees
 * @param deleteMarker whether it says that the object was deleted, and holds nothing
 * @param length the number of stored bytes; 0 of a delete marker
 * @param lastModified when it was stored, by the store's clock, which may count in whole seconds
 */
public record BlobVersion(
        String key, String versionId, boolean current, boolean deleteMarker, long length, Instant lastModified) {}
