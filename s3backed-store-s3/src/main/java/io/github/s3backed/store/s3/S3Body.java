package io.github.s3backed.store.s3;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.spi.BlobBody;
import io.github.s3backed.core.spi.BlobInfo;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The body of a response that has no reader yet. It holds a connection until it is closed or was read to its end. */
final class S3Body implements BlobBody {

    private final ResponseInputStream<GetObjectResponse> response;
    private final BlobInfo info;
    private final BodyInputStream body;
    private final InputStream stream;
    private volatile boolean closed;

    private S3Body(ResponseInputStream<GetObjectResponse> response, BlobInfo info) {
        this.response = response;
        this.info = info;
        this.body = new BodyInputStream(response, response.response().contentLength());
        this.stream = new Stream(body);
    }

    /**
     * Takes over a response, also where it fails.
     *
     * @param position where the body was asked to begin
     * @throws BlobStoreException if it begins elsewhere, or its headers do not say what they must
     */
    static S3Body of(ResponseInputStream<GetObjectResponse> response, long position) {
        try {
            BlobInfo info = S3Answers.info(response.response());
            requireBeginning(response.response().contentRange(), position);
            return new S3Body(response, info);
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

    @Override
    public BlobInfo info() {
        return info;
    }

    @Override
    public InputStream stream() {
        return stream;
    }

    @Override
    public void close() {
        closed = true;
        S3Bodies.end(response, body.ended());
    }

    private final class Stream extends FilterInputStream {

        Stream(InputStream in) {
            super(in);
        }

        private void requireOpen() throws IOException {
            if (closed) {
                throw new IOException("The body was closed.");
            }
        }

        @Override
        public int read() throws IOException {
            requireOpen();
            return super.read();
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            requireOpen();
            return super.read(target, offset, count);
        }

        @Override
        public long skip(long count) throws IOException {
            requireOpen();
            return super.skip(count);
        }

        @Override
        public void close() {
            S3Body.this.close();
        }
    }
}
