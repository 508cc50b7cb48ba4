package io.github.s3backed.store.s3;

/** What a store does with objects that are better not handled as a whole. */
record S3LargeObjects(S3Opening opening, S3Dividing dividing, S3Copying copying) {}
