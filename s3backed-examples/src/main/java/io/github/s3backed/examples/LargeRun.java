package io.github.s3backed.examples;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Shows that a payload need not fit in memory: stores a file from a process with a small heap, in servers of another process. */
final class LargeRun {

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})([kmg]?)", Pattern.CASE_INSENSITIVE);
    private static final int BLOCK = 1 << 14;

    private final PrintWriter out;
    private final String heap;

    /** @param heap of the client, as {@code -Xmx} takes it */
    LargeRun(PrintWriter out, String heap) {
        this.out = out;
        this.heap = heap;
    }

    /**
     * The number of bytes of a size such as {@code 2g}.
     *
     * @throws UserException if it is none
     */
    static long bytes(String size) {
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            throw new UserException(
                    "A size is a number of bytes, perhaps with k, m or g, such as 2g, and not " + size + ".");
        }
        int shift = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        return Long.parseLong(matcher.group(1)) << shift;
    }

    /**
     * Runs it, in a temporary folder that is gone in the end.
     *
     * @param file what to store; null to make a file
     * @param size of the file to make
     * @return the exit code of the client
     */
    int run(@Nullable Path file, long size) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("s3backed-large-");
        try {
            Path stored = file == null ? make(folder.resolve("payload"), size) : file;
            out.println("A payload of " + Text.size(Files.size(stored)) + ", a client with a heap of " + heap
                    + ", and S3 and DynamoDB in a process of their own.");
            return run(stored, folder);
        } finally {
            delete(folder);
        }
    }

    /** Half of it is noise, and half of it repeats, so that compressors have something to do. */
    private static Path make(Path file, long size) throws IOException {
        Random random = new Random(size);
        byte[] block = new byte[BLOCK];
        try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (long left = size; left > 0; left -= BLOCK) {
                random.nextBytes(block);
                System.arraycopy(block, 0, block, BLOCK / 2, BLOCK / 2);
                to.write(block, 0, (int) Math.min(left, BLOCK));
            }
        }
        return file;
    }

    private int run(Path file, Path folder) throws IOException, InterruptedException {
        Path objects = Files.createDirectories(folder.resolve("objects"));
        Process servers = start(List.of("-Xmx512m"), LargeServers.class, List.of(objects.toString()));
        try {
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(servers.getInputStream(), StandardCharsets.UTF_8));
            String where = answer.readLine();
            if (where == null) {
                throw new UserException("The servers did not start.");
            }
            List<String> arguments = new ArrayList<>(List.of(file.toString()));
            arguments.addAll(List.of(where.split(" ")));
            Process client = start(
                    List.of("-Xmx" + heap, "-Djava.io.tmpdir=" + folder, "-XX:+ExitOnOutOfMemoryError"),
                    LargeClient.class,
                    arguments);
            copy(client.getInputStream());
            return client.waitFor();
        } finally {
            servers.destroyForcibly().waitFor();
        }
    }

    private void copy(InputStream lines) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            out.println(line);
        }
    }

    private static Process start(List<String> options, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        if (Runtime.version().feature() >= 24) {
            // As the script that starts the quickstart does.
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
