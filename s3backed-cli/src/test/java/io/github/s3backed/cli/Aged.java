package io.github.s3backed.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** Makes the objects of an S3 server that keeps them in files look as old as a sweep wants them to be. */
final class Aged {

    private static final Duration OLD = Duration.ofDays(3);

    private Aged() {}

    static void objectsIn(Path bucket) throws IOException {
        FileTime then = FileTime.from(Instant.now().minus(OLD));
        try (Stream<Path> files = Files.walk(bucket)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, then);
            }
        }
    }
}
