package io.github.s3backed.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Goal 6: 1 GiB, put and got by a process with a heap of 64 MiB. */
final class LargeStream implements Goal {

    static final String HEAP = "64m";
    private static final String BUCKET = Bed.PUTS;

    @Override
    public List<Figure> measure(Stand stand) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP,
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                LargeStreamClient.class.getName(),
                stand.bed().s3Server().endpoint().toString(),
                BUCKET));
        Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> line.startsWith("1 GiB")).forEach(stand.out()::say);
        }
        int failed = client.waitFor();
        stand.bed().s3Server().clear(BUCKET);
        return List.of(Figure.atMost(
                6, "put and get of 1 GiB with -Xmx" + HEAP + ": exit status of the process that does it", failed, 0));
    }
}
