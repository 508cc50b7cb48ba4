package io.github.s3backed.store.s3;

import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Whether S3 sends an MD5 behind bodies. The SDK asks for one with each get that has no checksum mode, unless its client validates
 * responses {@code WHEN_REQUIRED} alone, and computes that of all it reads; the SHA-256 that it computes with the mode
 * takes less than half the time. Others that speak like S3 send none, and there it is without the mode that the SDK computes
 * nothing. Only an answer tells one from the other. Safe for use by many threads.
 */
final class AppendedMd5 {

    private static final String HEADER = "x-amz-transfer-encoding";
    private static final String APPENDED = "append-md5";

    private volatile boolean seen;

    /** Whether an answer had one. That is not forgotten. */
    boolean seen() {
        return seen;
    }

    void lookAt(GetObjectResponse response) {
        if (!seen && isAppendedTo(response)) {
            seen = true;
        }
    }

    private static boolean isAppendedTo(GetObjectResponse response) {
        return response.sdkHttpResponse().matchingHeaders(HEADER).contains(APPENDED);
    }
}
