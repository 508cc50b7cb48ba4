package io.github.s3backed.core;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** One gzip member of a level. Frees its native memory when it is closed, also where that fails. */
final class LeveledGzipOutputStream extends GZIPOutputStream {

    private static final int BUFFER = 8 * 1024;

    LeveledGzipOutputStream(OutputStream out, int level) throws IOException {
        super(out, BUFFER);
        def.setLevel(level);
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            free(); // The superclass may leave it undone.
        }
    }

    /** Frees the native memory of a member that nobody is going to complete; what it is written to stays open. */
    void free() {
        def.end();
    }
}
