package io.github.s3backed.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The schedules of s3backed-examples/cron, as far as they can be checked where there is neither Docker nor Kubernetes. */
class CronTest {

    private static final Path ROOT = Path.of(System.getProperty("s3backed.root"));
    private static final Path CRON = ROOT.resolve("s3backed-examples/cron");

    private static List<JsonNode> documents() throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        try (MappingIterator<JsonNode> documents = yaml.readerFor(JsonNode.class)
                .readValues(CRON.resolve("cronjob.yaml").toFile())) {
            return documents.readAll();
        }
    }

    private static List<JsonNode> jobs() throws IOException {
        return documents().stream()
                .filter(document -> document.path("kind").asText().equals("CronJob"))
                .toList();
    }

    private static JsonNode pod(JsonNode job) {
        return job.at("/spec/jobTemplate/spec/template/spec");
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static void assertAccepted(List<String> command) {
        assertThatCode(() -> Main.commandLine().parseArgs(command.toArray(String[]::new)))
                .as(command.toString())
                .doesNotThrowAnyException();
    }

    @Test
    void noJobRunsTwiceAtOneTime() throws IOException {
        assertThat(jobs())
                .hasSize(2)
                .allSatisfy(job ->
                        assertThat(job.at("/spec/concurrencyPolicy").asText()).isEqualTo("Forbid"));
    }

    @Test
    void containersNeitherAreRootNorWriteToTheirImage() throws IOException {
        assertThat(jobs()).allSatisfy(job -> {
            assertThat(pod(job).at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod(job).at("/containers/0/securityContext/readOnlyRootFilesystem")
                            .asBoolean())
                    .isTrue();
        });
        assertThat(Files.readString(CRON.resolve("Dockerfile"))).contains("USER 10001:10001");
    }

    @Test
    void whatIsMountedIsDeclaredAndIsWhereTheImageLooks() throws IOException {
        String image = Files.readString(CRON.resolve("Dockerfile"));
        for (JsonNode job : jobs()) {
            List<String> volumes = new ArrayList<>();
            pod(job).path("volumes")
                    .forEach(volume -> volumes.add(volume.path("name").asText()));
            pod(job).at("/containers/0/volumeMounts").forEach(mount -> {
                assertThat(volumes).contains(mount.path("name").asText());
                assertThat(image).contains(mount.path("mountPath").asText());
            });
        }
        assertThat(image).contains("S3BACKED_REGISTRATION=/registration/registration.json", "XDG_STATE_HOME=/state");
    }

    @Test
    void theCommandLineAcceptsTheirOptions() throws IOException {
        for (JsonNode job : jobs()) {
            assertAccepted(texts(pod(job).at("/containers/0/args")));
        }
        List<String> lines = Files.readAllLines(CRON.resolve("crontab")).stream()
                .filter(line -> line.matches("[0-9*].*"))
                .toList();
        assertThat(lines).hasSize(2);
        for (String line : lines) {
            assertAccepted(Arrays.asList(
                    line.replaceFirst(".*\\bs3backed (?=sweep|verify)", "").split(" +")));
        }
    }

    @Test
    void whatTheImageCopiesIsBuiltThere() throws IOException {
        List<String> copied = Pattern.compile("(?m)^COPY (\\S+) ")
                .matcher(Files.readString(CRON.resolve("Dockerfile")))
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
        assertThat(copied).containsExactly("s3backed-cli/bin/s3backed", "s3backed-cli/target/s3backed-cli-*-all.jar");
        assertThat(ROOT.resolve(copied.get(0))).isExecutable();
        assertThat(Files.readString(ROOT.resolve("s3backed-cli/pom.xml")))
                .contains("<shadedClassifierName>all</shadedClassifierName>");
    }
}
