package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.UnfinishedUpload;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** Requests about what one bucket holds. Listings ask for encoded keys, which the SDK decodes: XML has no tabs or zeros. */
final class S3ContentsRequests {

    private final S3Settings settings;

    S3ContentsRequests(S3Settings settings) {
        this.settings = settings;
    }

    ListObjectsV2Request list(String prefix, @Nullable String token) {
        return ListObjectsV2Request.builder()
                .bucket(settings.bucket())
                .expectedBucketOwner(settings.expectedBucketOwner())
                .prefix(prefix)
                .encodingType(EncodingType.URL)
                .continuationToken(token)
                .build();
    }

    ListObjectVersionsRequest listVersions(String prefix, S3Contents.Marker marker) {
        return ListObjectVersionsRequest.builder()
                .bucket(settings.bucket())
                .expectedBucketOwner(settings.expectedBucketOwner())
                .prefix(prefix)
                .encodingType(EncodingType.URL)
                .keyMarker(marker.key())
                .versionIdMarker(marker.id())
                .build();
    }

    ListMultipartUploadsRequest listUploads(String prefix, S3Contents.Marker marker) {
        return ListMultipartUploadsRequest.builder()
                .bucket(settings.bucket())
                .expectedBucketOwner(settings.expectedBucketOwner())
                .prefix(prefix)
                .encodingType(EncodingType.URL)
                .keyMarker(marker.key())
                .uploadIdMarker(marker.id())
                .build();
    }

    GetBucketVersioningRequest versioning() {
        return S3Requests.versioning(settings);
    }

    /** Quiet: S3 names what it could not delete, and nothing else. */
    DeleteObjectsRequest delete(List<ObjectIdentifier> objects) {
        return DeleteObjectsRequest.builder()
                .bucket(settings.bucket())
                .expectedBucketOwner(settings.expectedBucketOwner())
                .delete(Delete.builder().objects(objects).quiet(true).build())
                .build();
    }

    AbortMultipartUploadRequest abort(UnfinishedUpload upload) {
        return AbortMultipartUploadRequest.builder()
                .bucket(settings.bucket())
                .expectedBucketOwner(settings.expectedBucketOwner())
                .key(upload.key())
                .uploadId(upload.uploadId())
                .build();
    }
}
