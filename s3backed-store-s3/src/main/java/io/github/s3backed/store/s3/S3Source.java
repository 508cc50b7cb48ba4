package io.github.s3backed.store.s3;

import org.jspecify.annotations.Nullable;

/**
 * What is copied.
 *
 * @param settings of its bucket
 * @param versionId null for the current version
 */
record S3Source(S3Settings settings, String key, @Nullable String versionId) {}
