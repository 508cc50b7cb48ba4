package io.github.s3backed.store.s3;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.spi.BlobBody;
import io.github.s3backed.core.spi.BlobInfo;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Makes bodies of responses. */
final class S3Body {

    private S3Body() {}

    /**
     * Takes over a response, also where it fails.
     *
     * @param position where the body was asked to begin
     * @throws BlobStoreException if it begins elsewhere, or its headers do not say what they must
     */
    static BlobBody of(ResponseInputStream<GetObjectResponse> response, long position) {
        try {
            BlobInfo info = S3Answers.info(response.response());
            requireBeginning(response.response().contentRange(), position);
            BodyInputStream body =
                    new BodyInputStream(response, response.response().contentLength());
            return BlobBody.of(info, body, () -> S3Bodies.end(response, body.ended()));
        } catch (RuntimeException e) {
            response.abort();
            throw e;
        }
    }

    private static void requireBeginning(@Nullable String range, long position) {
        boolean asAsked = range == null ? position == 0 : range.startsWith("bytes " + position + "-");
        if (!asAsked) {
            throw new BlobStoreException(
                    "The response of S3 should begin at byte " + position + " and has the Content-Range " + range
                            + "; something between here and S3 must have changed it.",
                    null);
        }
    }
}
