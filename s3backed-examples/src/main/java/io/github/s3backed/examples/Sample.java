package io.github.s3backed.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Something to store.
 *
 * @param name unique among the samples of a run
 */
record Sample(String name, Source source) {

    /** Where the bytes come from; read again for the comparison, so that no corpus has to fit into memory. */
    @FunctionalInterface
    interface Source {
        byte[] read() throws IOException;
    }

    static Sample of(String name, Path file) {
        return new Sample(name, () -> Files.readAllBytes(file));
    }

    byte[] read() {
        try {
            return source.read();
        } catch (IOException e) {
            throw new UserException("Cannot read " + name, e);
        }
    }
}
