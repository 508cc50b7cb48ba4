package io.github.s3backed.core.spi;

import org.jspecify.annotations.Nullable;

/**
 * What was not deleted of a batch.
 *
 * @param versionId the version that was to be deleted; null if that was the object
 * @param reason the store's own code and words, such as {@code AccessDenied: Access Denied}
 */
public record FailedDeletion(String key, @Nullable String versionId, String reason) {}
