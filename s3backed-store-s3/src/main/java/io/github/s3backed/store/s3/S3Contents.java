package io.github.s3backed.store.s3;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.spi.BlobVersion;
import io.github.s3backed.core.spi.FailedDeletion;
import io.github.s3backed.core.spi.ListableBlobStore;
import io.github.s3backed.core.spi.ListedBlob;
import io.github.s3backed.core.spi.Listing;
import io.github.s3backed.core.spi.UnfinishedUpload;
import io.github.s3backed.core.spi.Versioning;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** What a bucket holds, and what is deleted of it at once. */
final class S3Contents {

    private static final String NO_SUCH_KEY = "NoSuchKey";
    private static final String NO_SUCH_VERSION = "NoSuchVersion";

    private final EitherClient client;
    private final S3ContentsRequests requests;
    private final S3ContentsErrors errors;

    S3Contents(S3Settings settings, EitherClient client) {
        this.client = client;
        this.requests = new S3ContentsRequests(settings);
        this.errors = new S3ContentsErrors(settings);
    }

    CompletionStage<Listing<ListedBlob>> list(String prefix, @Nullable String continuation) {
        return told(
                client.call(requests.list(prefix, continuation), S3Client::listObjectsV2, S3AsyncClient::listObjectsV2)
                        .thenApply(S3Contents::page),
                "list the objects",
                "s3:ListBucket");
    }

    private static Listing<ListedBlob> page(ListObjectsV2Response response) {
        List<ListedBlob> entries = response.contents().stream()
                .map(object -> new ListedBlob(object.key(), object.size(), object.lastModified()))
                .toList();
        return new Listing<>(entries, response.nextContinuationToken(), S3Answers.date(response));
    }

    CompletionStage<Versioning> versioning() {
        return told(
                client.call(requests.versioning(), S3Client::getBucketVersioning, S3AsyncClient::getBucketVersioning)
                        .thenApply(response -> versioning(response.status())),
                "say whether it keeps versions",
                "s3:GetBucketVersioning");
    }

    private static Versioning versioning(@Nullable BucketVersioningStatus status) {
        if (status == null) {
            return Versioning.NEVER;
        }
        return status == BucketVersioningStatus.ENABLED ? Versioning.ENABLED : Versioning.SUSPENDED;
    }

    CompletionStage<Listing<BlobVersion>> listVersions(String prefix, @Nullable String continuation) {
        return told(
                client.call(
                                requests.listVersions(prefix, Marker.parse(continuation)),
                                S3Client::listObjectVersions,
                                S3AsyncClient::listObjectVersions)
                        .thenApply(S3Contents::page),
                "list the versions",
                "s3:ListBucketVersions");
    }

    private static Listing<BlobVersion> page(ListObjectVersionsResponse response) {
        return new Listing<>(
                VersionOrder.merged(response.versions(), response.deleteMarkers()),
                Marker.next(response.isTruncated(), response.nextKeyMarker(), response.nextVersionIdMarker()),
                S3Answers.date(response));
    }

    CompletionStage<Listing<UnfinishedUpload>> listUploads(String prefix, @Nullable String continuation) {
        return told(
                client.call(
                                requests.listUploads(prefix, Marker.parse(continuation)),
                                S3Client::listMultipartUploads,
                                S3AsyncClient::listMultipartUploads)
                        .thenApply(S3Contents::page),
                "list the unfinished uploads",
                "s3:ListBucketMultipartUploads");
    }

    private static Listing<UnfinishedUpload> page(ListMultipartUploadsResponse response) {
        List<UnfinishedUpload> entries = response.uploads().stream()
                .map(upload -> new UnfinishedUpload(upload.key(), upload.uploadId(), upload.initiated()))
                .toList();
        return new Listing<>(
                entries,
                Marker.next(response.isTruncated(), response.nextKeyMarker(), response.nextUploadIdMarker()),
                S3Answers.date(response));
    }

    CompletionStage<Void> abortUpload(UnfinishedUpload upload) {
        CompletableFuture<Void> aborted = client.call(
                        requests.abort(upload), S3Client::abortMultipartUpload, S3AsyncClient::abortMultipartUpload)
                .handle((response, failure) -> {
                    if (failure != null && !S3Errors.isNotFound(S3Errors.unwrap(failure))) {
                        throw new CompletionException(S3Errors.unwrap(failure));
                    }
                    return null;
                });
        return told(aborted, "confirm that an upload was aborted", "s3:AbortMultipartUpload");
    }

    CompletionStage<List<FailedDeletion>> deleteAll(List<String> keys) {
        return delete(
                keys.stream()
                        .map(key -> ObjectIdentifier.builder().key(key).build())
                        .toList(),
                "s3:DeleteObject");
    }

    CompletionStage<List<FailedDeletion>> deleteVersions(List<BlobVersion> versions) {
        return delete(
                versions.stream()
                        .map(version -> ObjectIdentifier.builder()
                                .key(version.key())
                                .versionId(version.versionId())
                                .build())
                        .toList(),
                "s3:DeleteObjectVersion");
    }

    private CompletionStage<List<FailedDeletion>> delete(List<ObjectIdentifier> objects, String action) {
        if (objects.size() > ListableBlobStore.MAX_BATCH) {
            throw new IllegalArgumentException(
                    "A batch holds up to " + ListableBlobStore.MAX_BATCH + " keys, but had " + objects.size() + ".");
        }
        if (objects.isEmpty()) {
            return CompletableFuture.completedFuture(List.of()); // S3 refuses a request that names none.
        }
        return told(
                client.call(requests.delete(objects), S3Client::deleteObjects, S3AsyncClient::deleteObjects)
                        .thenApply(S3Contents::failed),
                "confirm that a batch was deleted, part of which may be gone",
                action);
    }

    private static List<FailedDeletion> failed(DeleteObjectsResponse response) {
        List<FailedDeletion> failed = new ArrayList<>();
        for (S3Error error : response.errors()) {
            if (!NO_SUCH_KEY.equals(error.code()) && !NO_SUCH_VERSION.equals(error.code())) {
                String version = error.versionId() == null || error.versionId().isEmpty() ? null : error.versionId();
                failed.add(new FailedDeletion(error.key(), version, error.code() + ": " + error.message()));
            }
        }
        return failed;
    }

    private <T> CompletionStage<T> told(CompletableFuture<T> call, String what, String action) {
        return call.handle((value, failure) -> {
            if (failure != null) {
                throw new CompletionException(errors.translate(what, action, S3Errors.unwrap(failure)));
            }
            return value;
        });
    }

    /**
     * Where a page that is ordered by key and something else ends.
     *
     * @param id of a version or an upload; null where only the key counts
     */
    record Marker(@Nullable String key, @Nullable String id) {

        static Marker parse(@Nullable String continuation) {
            if (continuation == null) {
                return new Marker(null, null);
            }
            // Ids hold no line breaks; keys may.
            int end = continuation.indexOf('\n');
            String id = continuation.substring(0, end);
            return new Marker(continuation.substring(end + 1), id.isEmpty() ? null : id);
        }

        static @Nullable String next(@Nullable Boolean truncated, @Nullable String key, @Nullable String id) {
            if (!Boolean.TRUE.equals(truncated)) {
                return null;
            }
            if (key == null) {
                throw new BlobStoreException("The response of S3 says that more follows, and not where.", null);
            }
            return Objects.requireNonNullElse(id, "") + "\n" + key;
        }
    }
}
