package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;

/** An object that is stored in parts. */
interface S3PartedObject {

    String key();

    BlobMetadata metadata();

    S3Limits.Parts parts();

    PutMode mode();

    CreateMultipartUploadRequest creation();

    /**
     * Stores one part.
     *
     * @param run by which it begins its calls
     * @param number counts from 1
     */
    CompletableFuture<CompletedPart> store(PartRun<?> run, String uploadId, int number);
}
