package io.github.s3backed.test.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceTest {

    @TempDir
    private Path folder;

    @Test
    void keepsTheFieldsOfOthers() throws IOException {
        Path file = folder.resolve("target/evidence.json");

        new Evidence(file).merge(Map.of("schedules", 1, "seed", 7));
        new Evidence(file).merge(Map.of("schedules", 2, "knownBad", List.of(Map.of("name", "a", "found", true))));

        assertThat(Files.readString(file)).contains("\"schedules\" : 2", "\"seed\" : 7", "\"found\" : true");
        assertThat(file.getParent()).isDirectoryContaining(path -> path.equals(file));
        assertThat(Files.list(file.getParent())).hasSize(1);
    }
}
