package io.github.s3backed.cli;

import io.github.s3backed.core.Reference;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What S3 says of an object, beside its bytes. Absent facts are null. */
record ObjectFacts(
        long length,
        @Nullable String contentType,
        @Nullable String contentEncoding,
        @Nullable Instant lastModified,
        Map<String, String> metadata,
        @Nullable String checksumSha256,
        @Nullable String entityTag,
        String storageClass,
        @Nullable String encryption,
        @Nullable String kmsKey,
        @Nullable String versionId,
        @Nullable String replication) {

    private static final int NOT_FOUND = 404;

    /** Asks for them; empty if there is no object. */
    static Optional<ObjectFacts> of(Clients clients, Reference reference) {
        try {
            return Optional.of(of(clients.s3()
                    .headObject(request -> request.bucket(reference.location().bucket())
                            .key(reference.key())
                            .checksumMode(ChecksumMode.ENABLED)
                            .expectedBucketOwner(clients.expectedBucketOwner()))));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static ObjectFacts of(HeadObjectResponse head) {
        return new ObjectFacts(
                head.contentLength(),
                head.contentType(),
                head.contentEncoding(),
                head.lastModified(),
                new TreeMap<>(head.metadata()),
                head.checksumSHA256(),
                head.eTag(),
                head.storageClassAsString() == null ? "STANDARD" : head.storageClassAsString(),
                head.serverSideEncryptionAsString(),
                head.ssekmsKeyId(),
                head.versionId(),
                head.replicationStatusAsString());
    }

    /** For people, without what is not known. */
    Map<String, Object> rows() {
        Map<String, Object> rows = new LinkedHashMap<>();
        rows.put("stored length", Console.count(length) + " bytes");
        put(rows, "content type", contentType);
        put(rows, "encoding", contentEncoding);
        put(rows, "last modified", lastModified);
        metadata.forEach((name, value) -> rows.put("  " + name, value));
        put(rows, "SHA-256 (S3)", checksumSha256);
        put(rows, "entity tag", entityTag);
        put(rows, "storage class", storageClass);
        put(rows, "encryption", encryption);
        put(rows, "KMS key", kmsKey);
        put(rows, "version", versionId);
        put(rows, "replication", replication);
        return rows;
    }

    private static void put(Map<String, Object> rows, String label, @Nullable Object value) {
        if (value != null) {
            rows.put(label, value);
        }
    }
}
