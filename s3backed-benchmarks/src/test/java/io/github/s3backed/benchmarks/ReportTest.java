package io.github.s3backed.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    private Path folder;

    @Test
    void isAListOfWhatWasFoundBesideWhatWasHopedFor() throws IOException {
        Path file = folder.resolve("target/bench.json");
        Report.write(
                List.of(Figure.atMost(1, "put: p50 / raw", 1.025149, 1.05), Figure.atLeast(7, "gets", 0.5, 0.9)), file);
        JsonNode found = new ObjectMapper().readTree(file.toFile());
        assertThat(found).isEqualTo(new ObjectMapper().readTree("""
                [ {"goal": 1, "figure": "put: p50 / raw", "value": 1.0251, "limit": 1.05, "met": true},
                  {"goal": 7, "figure": "gets", "value": 0.5, "limit": 0.9, "met": false} ]"""));
    }

    @Test
    void isMetAtTheLimitItself() {
        assertThat(Figure.atMost(1, "a", 1.05, 1.05).met()).isTrue();
        assertThat(Figure.atMost(1, "a", 1.06, 1.05).met()).isFalse();
        assertThat(Figure.atLeast(1, "a", 0.95, 0.95).met()).isTrue();
        assertThat(Figure.atLeast(1, "a", 0.94, 0.95).met()).isFalse();
    }

    @Test
    void hasNineGoals() {
        assertThat(Bench.goals().keySet()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }
}
