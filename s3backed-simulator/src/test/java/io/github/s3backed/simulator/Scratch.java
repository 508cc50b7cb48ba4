package io.github.s3backed.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder for each thread that runs schedules, in memory where the system offers that. Emptied after each schedule. */
final class Scratch {

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final ThreadLocal<Path> FOLDERS = ThreadLocal.withInitial(Scratch::newFolder);

    private Scratch() {}

    private static Path newFolder() {
        try {
            Path folder = Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "s3backed-simulator-")
                    : Files.createTempDirectory("s3backed-simulator-");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path folder() {
        return FOLDERS.get();
    }

    static void empty() {
        try (Stream<Path> files = Files.list(folder())) {
            List<Path> all = files.toList();
            for (Path file : all) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
