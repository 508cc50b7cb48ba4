package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Requests of one bucket. */
final class S3Requests {

    private final S3Settings settings;
    private final AppendedMd5 md5;

    /** @param md5 what answers to these requests taught */
    S3Requests(S3Settings settings, AppendedMd5 md5) {
        this.settings = settings;
        this.md5 = md5;
    }

    /**
     * A put that S3 verifies. The hash goes out as a header: the SDK would otherwise send a CRC-32 behind the body in
     * its aws-chunked coding, and Content-Encoding twice.
     *
     * @param sha256 of the body, in hex
     */
    PutObjectRequest put(String key, long length, String sha256, BlobMetadata metadata, PutMode mode) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(settings.bucket())
                .expectedBucketOwner(settings.expectedBucketOwner())
                .key(key)
                .contentLength(length)
                .contentType(metadata.contentType())
                .metadata(metadata.userMetadata())
                .checksumSHA256(
                        Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256)));
        // A content coding that changes nothing has no name on the wire (RFC 9110, section 8.4.1).
        if (!metadata.contentEncoding().equals(BlobMetadata.IDENTITY)) {
            request.contentEncoding(metadata.contentEncoding());
        }
        if (mode == PutMode.IF_ABSENT) {
            request.ifNoneMatch("*");
        }
        return configure(request).build();
    }

    private PutObjectRequest.Builder configure(PutObjectRequest.Builder request) {
        request.serverSideEncryption(settings.encryption())
                .ssekmsKeyId(settings.kmsKeyId())
                .storageClass(settings.storageClass());
        if (settings.bucketKey()) {
            request.bucketKeyEnabled(true);
        }
        if (!settings.tags().isEmpty()) {
            request.tagging(settings.tagging());
        }
        return request;
    }

    /** A get whose body the SDK verifies while it is read; without the checksum mode it would not. */
    GetObjectRequest get(String key) {
        return GetObjectRequest.builder()
                .bucket(settings.bucket())
                .expectedBucketOwner(settings.expectedBucketOwner())
                .key(key)
                .checksumMode(ChecksumMode.ENABLED)
                .build();
    }

    /**
     * A get whose reader verifies the body: the SDK would compute the SHA-256 of the same bytes once more. Where it would compute
     * an MD5 in its place, the SHA-256 costs less.
     */
    GetObjectRequest unverified(String key) {
        return md5.seen() ? get(key) : withoutMode(key);
    }

    private GetObjectRequest withoutMode(String key) {
        return get(key).toBuilder().checksumMode((ChecksumMode) null).build();
    }

    /**
     * A get that is left to others to read, from {@code position} on. Without the checksum mode, which would fail a body at its
     * end that is whole, and so cannot be read on from where it failed: whoever reads it verifies it. Where an MD5 would do the
     * same, the mode costs less; a rest has neither, and the hash of the whole would not be its own.
     *
     * @param tag what the object must be, or null
     */
    GetObjectRequest open(String key, long position, @Nullable String tag) {
        GetObjectRequest whole = position == 0 ? unverified(key) : withoutMode(key);
        return whole.toBuilder()
                .range(position == 0 ? null : "bytes=" + position + "-")
                .ifMatch(tag)
                .build();
    }

    /**
     * What a URL stands for. It holds nothing that would have to be sent as a header with it, and so neither the checksum mode
     * nor the expected owner of the bucket.
     */
    GetObjectRequest presigned(String key, @Nullable String contentDisposition) {
        return GetObjectRequest.builder()
                .bucket(settings.bucket())
                .key(key)
                .responseContentDisposition(contentDisposition)
                .build();
    }

    /** The smallest request whose error says what is missing, as that of a HEAD, which has no body, cannot. */
    GetObjectRequest probe(String key) {
        return withoutMode(key).toBuilder().range("bytes=0-0").build();
    }

    HeadObjectRequest head(String key) {
        return HeadObjectRequest.builder()
                .bucket(settings.bucket())
                .expectedBucketOwner(settings.expectedBucketOwner())
                .key(key)
                .checksumMode(ChecksumMode.ENABLED)
                .build();
    }

    HeadBucketRequest bucket() {
        return HeadBucketRequest.builder()
                .bucket(settings.bucket())
                .expectedBucketOwner(settings.expectedBucketOwner())
                .build();
    }

    static GetBucketVersioningRequest versioning(S3Settings settings) {
        return GetBucketVersioningRequest.builder()
                .bucket(settings.bucket())
                .expectedBucketOwner(settings.expectedBucketOwner())
                .build();
    }

    DeleteObjectRequest delete(String key) {
        return DeleteObjectRequest.builder()
                .bucket(settings.bucket())
                .expectedBucketOwner(settings.expectedBucketOwner())
                .key(key)
                .build();
    }
}
