package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.Compressor;
import java.io.InputStream;
import java.io.OutputStream;

/** The content coding {@code identity}: bytes stay as they are. What does not shrink is stored this way. */
public final class IdentityCompressor implements Compressor {

    /** The only kind there is. */
    public IdentityCompressor() {}

    @Override
    public String id() {
        return BlobMetadata.IDENTITY;
    }

    @Override
    public OutputStream compress(OutputStream out) {
        return out;
    }

    @Override
    public InputStream decompress(InputStream in) {
        return in;
    }
}
