package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.TaggingDirective;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Requests of one bucket that make an object out of others or of parts. */
record S3PartRequests(S3Settings settings) {

    /** @param checksum what each part brings, or null where S3 is to choose */
    CreateMultipartUploadRequest create(String key, BlobMetadata metadata, @Nullable ChecksumAlgorithm checksum) {
        CreateMultipartUploadRequest.Builder request = CreateMultipartUploadRequest.builder()
                .bucket(settings.bucket())
                .expectedBucketOwner(settings.expectedBucketOwner())
                .key(key)
                .contentType(metadata.contentType())
                .contentEncoding(encoding(metadata))
                .metadata(metadata.userMetadata())
                .checksumAlgorithm(checksum)
                .serverSideEncryption(settings.encryption())
                .ssekmsKeyId(settings.kmsKeyId())
                .storageClass(settings.storageClass());
        if (settings.bucketKey()) {
            request.bucketKeyEnabled(true);
        }
        if (!settings.tags().isEmpty()) {
            request.tagging(settings.tagging());
        }
        return request.build();
    }

    // A content coding that changes nothing has no name on the wire (RFC 9110, section 8.4.1).
    private static @Nullable String encoding(BlobMetadata metadata) {
        return metadata.contentEncoding().equals(BlobMetadata.IDENTITY) ? null : metadata.contentEncoding();
    }

    /** @param sha256 of the part, in hex */
    UploadPartRequest upload(String key, String uploadId, int number, long length, String sha256) {
        return UploadPartRequest.builder()
                .bucket(settings.bucket())
                .expectedBucketOwner(settings.expectedBucketOwner())
                .key(key)
                .uploadId(uploadId)
                .partNumber(number)
                .contentLength(length)
                .checksumSHA256(base64(sha256))
                .build();
    }

    static String base64(String sha256) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
    }

    CompleteMultipartUploadRequest complete(String key, String uploadId, List<CompletedPart> parts, PutMode mode) {
        return CompleteMultipartUploadRequest.builder()
                .bucket(settings.bucket())
                .expectedBucketOwner(settings.expectedBucketOwner())
                .key(key)
                .uploadId(uploadId)
                .ifNoneMatch(mode == PutMode.IF_ABSENT ? "*" : null)
                .multipartUpload(upload -> upload.parts(parts))
                .build();
    }

    AbortMultipartUploadRequest abort(String key, String uploadId) {
        return AbortMultipartUploadRequest.builder()
                .bucket(settings.bucket())
                .expectedBucketOwner(settings.expectedBucketOwner())
                .key(key)
                .uploadId(uploadId)
                .build();
    }

    /** A copy of which S3 computes the SHA-256. Tags of ours replace those of the source; without any, it keeps its own. */
    CopyObjectRequest copy(S3Source source, BlobInfo observed, String key) {
        CopyObjectRequest.Builder request = CopyObjectRequest.builder()
                .sourceBucket(source.settings().bucket())
                .sourceKey(source.key())
                .sourceVersionId(source.versionId())
                .expectedSourceBucketOwner(source.settings().expectedBucketOwner())
                .copySourceIfMatch(tag(observed))
                .destinationBucket(settings.bucket())
                .destinationKey(key)
                .expectedBucketOwner(settings.expectedBucketOwner())
                .metadataDirective(MetadataDirective.REPLACE)
                .contentType(observed.metadata().contentType())
                .contentEncoding(encoding(observed.metadata()))
                .metadata(observed.metadata().userMetadata())
                .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                .serverSideEncryption(settings.encryption())
                .ssekmsKeyId(settings.kmsKeyId())
                .storageClass(settings.storageClass());
        if (settings.bucketKey()) {
            request.bucketKeyEnabled(true);
        }
        if (!settings.tags().isEmpty()) {
            request.taggingDirective(TaggingDirective.REPLACE).tagging(settings.tagging());
        }
        return request.build();
    }

    /** @param range as in RFC 9110, section 14.1.2 */
    UploadPartCopyRequest copyPart(
            S3Source source, BlobInfo observed, String range, String key, String id, int number) {
        return UploadPartCopyRequest.builder()
                .sourceBucket(source.settings().bucket())
                .sourceKey(source.key())
                .sourceVersionId(source.versionId())
                .expectedSourceBucketOwner(source.settings().expectedBucketOwner())
                .copySourceIfMatch(tag(observed))
                .copySourceRange(range)
                .destinationBucket(settings.bucket())
                .destinationKey(key)
                .expectedBucketOwner(settings.expectedBucketOwner())
                .uploadId(id)
                .partNumber(number)
                .build();
    }

    private static String tag(BlobInfo observed) {
        Optional<String> tag = observed.entityTag();
        return tag.orElseThrow(() -> new IllegalArgumentException(
                "What was observed of an object that is to be copied must hold its entity tag."));
    }
}
