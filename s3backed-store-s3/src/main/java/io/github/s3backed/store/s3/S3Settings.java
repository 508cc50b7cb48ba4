package io.github.s3backed.store.s3;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

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

    /** What an answer of 403 may mean as well, to be appended to a sentence; empty where no owner is expected. */
    String expectedOwnerAdvice() {
        return expectedBucketOwner == null ? "" : "; and see that the bucket belongs to account " + expectedBucketOwner;
    }

    Tagging tagging() {
        return Tagging.builder()
                .tagSet(tags.entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }
}
