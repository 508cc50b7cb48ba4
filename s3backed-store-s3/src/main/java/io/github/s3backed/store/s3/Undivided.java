package io.github.s3backed.store.s3;

import software.amazon.awssdk.services.s3.DelegatingS3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/**
 * Gets around {@code multipartEnabled(true)}. A client that was built so divides large objects among several requests, for
 * which S3 takes no SHA-256 of the whole: it refuses such a put (400 InvalidRequest), and could tell no hash of such an object
 * later.
 */
final class Undivided {

    /** Its own types are the SDK's internal ones. By name, so that a caller's wrapper is left where it is. */
    private static final String DIVIDING =
            "software.amazon.awssdk.services.s3.internal.multipart.MultipartS3AsyncClient";

    private Undivided() {}

    /** The client that sends each object in one request, with all else as the caller has configured it. */
    static S3AsyncClient of(S3AsyncClient client) {
        return client instanceof DelegatingS3AsyncClient outer
                        && outer.getClass().getName().equals(DIVIDING)
                        && outer.delegate() instanceof S3AsyncClient inner
                ? inner
                : client;
    }
}
