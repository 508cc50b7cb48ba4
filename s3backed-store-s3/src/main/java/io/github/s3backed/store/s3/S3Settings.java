package io.github.s3backed.store.s3;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** What is sent with requests because it was configured. */
record S3Settings(
        String bucket,
        @Nullable String expectedBucketOwner,
        @Nullable ServerSideEncryption encryption,
        @Nullable String kmsKeyId,
        boolean bucketKey,
        @Nullable StorageClass storageClass,
        Map<String, String> tags) {

    S3Settings {
        tags = new TreeMap<>(tags);
    }
}
