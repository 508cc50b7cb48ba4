package com.example.notes;

import io.github.s3backed.core.spi.Compressor;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** A compressor of one's own. */
public final class DeflateCompressor implements Compressor {

    public String id() { return "deflate"; }
    public OutputStream compress(OutputStream out) { return new DeflaterOutputStream(out); }
    public InputStream decompress(InputStream in) { return new InflaterInputStream(in); }
}
