package io.github.s3backed.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.test.servers.Evidence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A checker that cannot fail proves nothing: each of these changes of the protocol must be found out. */
class KnownBadTest {

    private static final long SEED = 1;
    private static final long MOST = 200_000;

    private static final Map<KnownBad, Future<List<String>>> FOUND = new LinkedHashMap<>();

    @BeforeAll
    static void search() {
        ExecutorService threads =
                Executors.newFixedThreadPool(Math.min(Runtime.getRuntime().availableProcessors(), 8));
        KnownBad.all()
                .forEach(bad -> FOUND.put(
                        bad,
                        threads.submit(
                                () -> MutatedProject.with(bad.edits()).search(SEED, MOST, bad.scenarioChoices()))));
        threads.shutdown();
    }

    static List<KnownBad> all() {
        return KnownBad.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void isFound(KnownBad bad) throws Exception {
        List<String> report = FOUND.get(bad).get();

        System.out.println("Simulator, known bad: " + bad + "\n  " + String.join("\n  ", report));
        assertThat(report).isNotEmpty();
        assertThat(report.get(0)).doesNotContain("The simulation has failed");
    }

    @AfterAll
    static void tell() throws Exception {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Map.Entry<KnownBad, Future<List<String>>> each : FOUND.entrySet()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", each.getKey().name());
            entry.put("found", !each.getValue().get().isEmpty());
            all.add(entry);
        }
        Evidence.ofProject().merge(Map.of("knownBad", all));
    }
}
