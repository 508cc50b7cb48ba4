package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobBody;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobReader;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Hands bodies to readers. */
final class S3Bodies {

    private S3Bodies() {}

    /** Reads {@code response} and ends it, whatever happens. */
    static <R> R read(ResponseInputStream<GetObjectResponse> response, BlobReader<R> reader, AppendedMd5 md5)
            throws S3Calls.ReaderFailure, S3Calls.BodyFailure {
        BodyInputStream body = null;
        try {
            BlobInfo info = S3Answers.info(response.response());
            md5.lookAt(response.response());
            body = new BodyInputStream(response, info.length());
            return readOnce(info, body, reader);
        } finally {
            end(response, body != null && body.ended());
        }
    }

    private static <R> R readOnce(BlobInfo info, BodyInputStream body, BlobReader<R> reader)
            throws S3Calls.ReaderFailure, S3Calls.BodyFailure {
        R value;
        try {
            value = reader.read(info, body);
        } catch (Throwable e) {
            if (body.failure() != null) {
                throw new S3Calls.BodyFailure(body.failure());
            }
            throw new S3Calls.ReaderFailure(e);
        }
        if (body.failure() != null) {
            // A reader that made something of half a body is not to be believed.
            throw new S3Calls.BodyFailure(body.failure());
        }
        return value;
    }

    /** Closes a body that came too late to be read. */
    static void abandon(BlobBody body) {
        try {
            body.close();
        } catch (IOException e) {
            // Nothing was read of it.
        }
    }

    /** @param whole whether all of it was read */
    static void end(ResponseInputStream<GetObjectResponse> response, boolean whole) {
        if (!whole) {
            // Closing would download the rest.
            response.abort();
            return;
        }
        try {
            response.close();
        } catch (IOException e) {
            // The value is complete and verified; that the connection cannot be used again is the client's business.
            response.abort();
        }
    }
}
