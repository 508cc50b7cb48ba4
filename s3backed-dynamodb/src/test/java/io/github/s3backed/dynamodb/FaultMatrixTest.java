package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.dynamodb.MatrixCalls.Call;
import io.github.s3backed.dynamodb.MatrixRow.Result;
import io.github.s3backed.test.servers.AwsBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every request of both clients, with every fault at every call that it makes. The calls are found by a run without faults,
 * so that one which is added later has its rows at once.
 */
@Tag("long")
class FaultMatrixTest {

    private static final Path REPORT = Path.of("target", "fault-matrix.csv");
    private static final int LANES = 4;

    @Test
    @Timeout(600)
    void everyFaultAtEveryCallComesToWhatTheRulesSay() throws Exception {
        List<Result> results = new ArrayList<>();
        Map<String, Set<Call>> calls = new LinkedHashMap<>();
        try (AwsBackend aws = AwsBackend.embedded()) {
            MatrixServers servers = new MatrixServers(aws);
            try (MatrixClients clients = servers.clients()) {
                List<Callable<Result>> rows = new ArrayList<>();
                for (Door door : Door.values()) {
                    for (MatrixKind kind : MatrixKind.values()) {
                        Set<Call> found = MatrixRow.callsOf(servers, clients, door, kind);
                        calls.put(door + " " + kind, found);
                        found.forEach(call -> Arrays.stream(MatrixFault.values())
                                .forEach(fault -> rows.add(() -> {
                                    try (MatrixRow row = new MatrixRow(servers, clients, door, kind, call, fault)) {
                                        return row.run();
                                    }
                                })));
                    }
                }
                results.addAll(inParallel(rows));
            }
        }
        report(results);

        int expected = calls.values().stream().mapToInt(Set::size).sum() * MatrixFault.values().length;
        assertThat(results.size()).isEqualTo(expected);
        assertThat(results.stream().filter(result -> !result.ok())).isEmpty();
    }

    private static List<Result> inParallel(List<Callable<Result>> rows) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(LANES);
        try {
            List<Result> results = new ArrayList<>();
            for (Future<Result> result : threads.invokeAll(rows)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /** One line for each call of a request, one letter for each fault and client: the blocking one first. */
    private static void report(List<Result> results) throws IOException {
        Files.createDirectories(REPORT.getParent());
        Files.write(
                REPORT,
                results.stream()
                        .map(Result::csv)
                        .sorted()
                        .collect(Collectors.collectingAndThen(Collectors.toList(), FaultMatrixTest::withHeader)));
        Map<String, StringBuilder> lines = new LinkedHashMap<>();
        results.stream()
                .sorted((one, other) -> one.fault().compareTo(other.fault()))
                .sorted((one, other) -> one.door().compareTo(other.door()))
                .sorted((one, other) -> one.kind().compareTo(other.kind()))
                .forEach(result -> lines.computeIfAbsent(
                                result.kind() + ", " + result.call(), line -> new StringBuilder())
                        .append(result.ok() ? result.observed().charAt(0) : '!'));
        System.out.println(
                "Faults: " + Arrays.toString(MatrixFault.values()) + "; outcomes by their first letters: SUCCESS,"
                        + " REJECTED or READ_FAILED, UNKNOWN, COMMITTED_WITHOUT_ANSWER or CANCELLED, NOT_SENT; ! where wrong.");
        lines.forEach((line, outcomes) -> System.out.printf("%-50s %s%n", line, halved(outcomes.toString())));
        System.out.println(results.size() + " rows, "
                + results.stream().filter(result -> !result.ok()).count() + " of them wrong; all in "
                + REPORT.toAbsolutePath());
    }

    private static String halved(String outcomes) {
        int half = MatrixFault.values().length;
        return outcomes.length() <= half ? outcomes : outcomes.substring(0, half) + " " + outcomes.substring(half);
    }

    private static List<String> withHeader(List<String> lines) {
        List<String> all = new ArrayList<>(List.of("client,request,call,fault,expected,observed,ok"));
        all.addAll(lines);
        return all;
    }
}
