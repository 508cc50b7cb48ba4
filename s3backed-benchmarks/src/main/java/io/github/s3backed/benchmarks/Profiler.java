package io.github.s3backed.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Says where a lane spends its CPU time: Flight Recorder's samples of the threads that are not the servers', by whose code was
 * running. Java code alone is sampled: neither native code, as that of codecs and sockets, nor the JVM's own stubs, in which SHA-256 is
 * computed. How much of the CPU time samples account for is told as well; lanes of their own tell the rest apart, as far as it is known.
 */
final class Profiler {

    private static final Duration PERIOD = Duration.ofMillis(10);
    private static final int SECONDS = 4;
    private static final int OPERATIONS = 16;

    /** What a frame belongs to, by the beginning of its class's name; the first that fits, from the innermost frame on. */
    private static final Map<String, String> OWNERS = owners();

    private final Meter meter;
    private final Table out;

    Profiler(Meter meter, Table out) {
        this.meter = meter;
        this.out = out;
    }

    private static Map<String, String> owners() {
        Map<String, String> owners = new LinkedHashMap<>();
        owners.put("java.util.zip.", "deflate and inflate");
        owners.put("com.github.luben.", "zstd");
        owners.put("com.fasterxml.", "Jackson");
        owners.put("io.github.s3backed.benchmarks.", "the benchmark");
        owners.put("io.github.s3backed.dynamodb.", "s3backed: coordination and items");
        owners.put("io.github.s3backed.store.", "s3backed: S3 store");
        owners.put("io.github.s3backed.", "s3backed: pipeline and codecs");
        owners.put("software.amazon.awssdk.http.auth.", "SDK: signing");
        owners.put("software.amazon.awssdk.http.", "SDK: HTTP client");
        owners.put("io.netty.", "SDK: HTTP client");
        owners.put("org.apache.hc.", "SDK: HTTP client");
        owners.put("software.amazon.awssdk.", "SDK: all else");
        return owners;
    }

    void profile(String what, Lane lane) throws Exception {
        Path file = Files.createTempFile("s3backed-profile", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(PERIOD);
            recording.start();
            Meter.Reading before = meter.read();
            long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
            while (System.nanoTime() < end) {
                lane.work().run(meter, OPERATIONS);
            }
            long cpuNanos = meter.read().since(before).cpuNanos();
            recording.stop();
            recording.dump(file);
            print(what + ", " + lane.name(), samples(file), cpuNanos);
        } finally {
            Files.delete(file);
        }
    }

    private Map<String, Long> samples(Path file) throws IOException {
        Set<Long> servers = meter.servers().stream().map(Thread::getId).collect(Collectors.toSet());
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getStackTrace() != null && event.getThread("sampledThread") != null)
                .filter(event ->
                        !servers.contains(event.getThread("sampledThread").getJavaThreadId()))
                .collect(Collectors.groupingBy(Profiler::owner, Collectors.counting()));
    }

    private static String owner(RecordedEvent event) {
        List<RecordedFrame> frames = event.getStackTrace().getFrames();
        return frames.stream()
                .map(frame -> frame.getMethod().getType().getName())
                .flatMap(name ->
                        OWNERS.keySet().stream().filter(name::startsWith).limit(1))
                .findFirst()
                .map(OWNERS::get)
                .orElse("the JDK, called by none of these");
    }

    private void print(String what, Map<String, Long> samples, long cpuNanos) {
        long all = samples.values().stream().mapToLong(Long::longValue).sum();
        out.say("");
        out.say("| profile: " + what + " | samples | % of them |");
        out.say("|---|---:|---:|");
        samples.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(entry -> out.say(String.format(
                        Locale.ROOT, "| %s | %d | %.0f |", entry.getKey(), entry.getValue(), percent(entry, all))));
        out.say(String.format(
                Locale.ROOT,
                "%nSamples account for %.0f %% of the CPU time.",
                100.0 * all * PERIOD.toNanos() / Math.max(1, cpuNanos)));
    }

    private static double percent(Map.Entry<String, Long> entry, long all) {
        return 100.0 * entry.getValue() / all;
    }
}
