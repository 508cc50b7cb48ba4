package io.github.s3backed.testkit;

import io.github.s3backed.core.IdentityCompressor;
import io.github.s3backed.core.spi.Compressor;

class IdentityCompressorTest extends CompressorContract {

    @Override
    protected Compressor compressor() {
        return new IdentityCompressor();
    }

    @Override
    protected boolean framesItsBytes() {
        return false;
    }
}
