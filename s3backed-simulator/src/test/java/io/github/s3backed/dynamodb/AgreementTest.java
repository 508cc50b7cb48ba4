package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.dynamodb.MatrixCalls.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * The fault matrix once more, over the simulator's models: what each fault at each call comes to is read from the same table as
 * on real servers, so that models and servers agree on it.
 */
class AgreementTest {

    private static final Path REPORT =
            Path.of(System.getProperty("s3backed.root"), "s3backed-dynamodb", "target", "fault-matrix.csv");

    @Test
    void everyFaultAtEveryCallComesToTheSameAsOnServers() {
        List<String> wrong = new ArrayList<>();
        int rows = 0;
        for (MatrixKind kind : MatrixKind.values()) {
            for (Call call : AgreementRow.callsOf(kind)) {
                for (MatrixFault fault : MatrixFault.values()) {
                    List<String> problems = new AgreementRow(kind, call, fault).run();
                    rows++;
                    if (!problems.isEmpty()) {
                        wrong.add(kind + ", " + call + ", " + fault + ": " + problems);
                    }
                }
            }
        }
        System.out.println(
                "Fault matrix over models: " + rows + " rows, " + wrong.size() + " of them unlike those on servers");
        assertThat(wrong).isEmpty();
    }

    @Test
    @EnabledIf("wasRunOnServers")
    void theCallsAreThoseThatServersSee() throws IOException {
        Set<String> onServers = Files.readAllLines(REPORT).stream()
                .filter(line -> line.startsWith("ASYNC,"))
                .map(line -> line.split(",")[1] + ", " + line.split(",")[2])
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> onModels = new TreeSet<>();
        for (MatrixKind kind : MatrixKind.values()) {
            AgreementRow.callsOf(kind).forEach(call -> onModels.add(kind + ", " + call));
        }
        assertThat(onModels).isEqualTo(onServers);
    }

    static boolean wasRunOnServers() {
        return Files.exists(REPORT);
    }
}
