package io.github.s3backed.testkit;

import io.github.s3backed.core.GzipCompressor;
import io.github.s3backed.core.spi.Compressor;

class ParallelGzipCompressorTest extends CompressorContract {

    @Override
    protected Compressor compressor() {
        return new GzipCompressor().inParallel();
    }
}
