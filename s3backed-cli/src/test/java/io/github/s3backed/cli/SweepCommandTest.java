package io.github.s3backed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3backed.core.Reference;
import io.github.s3backed.test.servers.DynamoDbServer;
import io.github.s3backed.test.servers.OnDiskS3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/** {@code sweep}, of a bucket whose objects are made to look old. */
class SweepCommandTest {

    private static final String BODY = "a body that is offloaded, as its bytes are too many for the item to keep them ";

    @TempDir
    static Path folder;

    private static OnDiskS3Server s3;
    private static DynamoDbServer dynamoDb;

    @TempDir
    Path files;

    @BeforeAll
    static void start() throws IOException {
        s3 = OnDiskS3Server.start(folder.resolve("s3"));
        dynamoDb = DynamoDbServer.start();
    }

    @AfterAll
    static void stop() {
        s3.close();
        dynamoDb.close();
    }

    private Rig rig() {
        S3Client client = S3Client.builder()
                .endpointOverride(s3.endpoint())
                .credentialsProvider(s3.credentials())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .build();
        return new Rig(
                client,
                DynamoDbClient.builder().endpointOverride(dynamoDb.endpoint()).region(Region.US_EAST_1),
                files);
    }

    private static void age(Rig rig) throws IOException {
        Aged.objectsIn(folder.resolve("s3").resolve(rig.bucket));
    }

    /** As a process leaves it that dies before its write, or an item whose deletion nobody coordinated. */
    private static Reference orphan(Rig rig, String id) {
        Reference reference = rig.write(id, BODY + id);
        rig.dynamoDb.deleteItem(request -> request.tableName(rig.table).key(Map.of("id", AttributeValue.fromS(id))));
        return reference;
    }

    private Run sweep(Rig rig, String... more) {
        List<String> args =
                new ArrayList<>(List.of("--state-folder", files.resolve("state").toString()));
        args.addAll(Arrays.asList(more));
        return rig.run("sweep", args.toArray(String[]::new));
    }

    @Test
    void countsAndDeletesNothingUnlessTold() throws IOException {
        try (Rig rig = rig()) {
            rig.write("live", BODY);
            Reference orphan = orphan(rig, "orphan");
            age(rig);

            Run run = sweep(rig);

            assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
            assertThat(run.out())
                    .contains("dry run", orphan.toString(), "--delete-and-log-to")
                    .containsPattern("live +1");
            assertThat(rig.objects()).hasSize(2);
        }
    }

    @Test
    void deletesOrphansAndLogsThem() throws IOException {
        try (Rig rig = rig()) {
            Reference live = rig.write("live", BODY);
            Reference orphan = orphan(rig, "orphan");
            age(rig);
            Path log = files.resolve("sweep.log");

            Run run = sweep(rig, "--delete-and-log-to", log.toString(), "--json");

            assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
            JsonNode report = run.json();
            assertThat(report.get("command").asText()).isEqualTo("sweep");
            assertThat(report.get("exitCode").asInt()).isZero();
            assertThat(report.at("/result/store").asText()).isEqualTo("s3://" + rig.bucket);
            assertThat(report.at("/result/dryRun").asBoolean()).isFalse();
            assertThat(report.at("/result/scanned/items").asLong()).isEqualTo(1);
            assertThat(report.at("/result/listed/orphans").asLong()).isEqualTo(1);
            assertThat(report.at("/result/deleted/objects").asLong()).isEqualTo(1);
            assertThat(report.at("/result/cutOff").asText()).endsWith("Z");
            assertThat(rig.objects()).containsExactly(live.key());
            assertThat(log).content().contains("OBJECT\t" + orphan.key());
        }
    }

    @Test
    void refusesAPolicyThatIsYoungAndSaysWhatToDo() throws IOException {
        try (Rig rig = rig()) {
            orphan(rig, "orphan");

            Run run = sweep(rig, "--delete-and-log-to", files.resolve("log").toString());
            Run json = sweep(rig, "--json");

            assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .contains("refused, and nothing was changed", "policy", "Wait.")
                    .doesNotContain("\tat ");
            assertThat(json.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(json.json().get("errors").get(0).asText()).contains("policy");
            assertThat(rig.objects()).hasSize(1);
        }
    }

    @Test
    void refusesATableOfTheStoreThatIsNotRegistered() throws IOException {
        try (Rig rig = rig()) {
            rig.write("live", BODY);
            age(rig);
            rig.createTable("another");
            rig.export(
                    rig.registration,
                    known -> known.withTables(known.tables().stream()
                            .map(table -> new io.github.s3backed.dynamodb.Registration.Table(
                                    "another",
                                    "another",
                                    List.of(),
                                    "id",
                                    null,
                                    table.nativeValues(),
                                    false,
                                    false,
                                    table.attributes()))
                            .toList()));

            Run run = sweep(rig);

            assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.err()).contains(rig.table, "is not scanned", "Declare it");
        }
    }

    @Test
    void goesOnWhereItWasInterrupted() throws Exception {
        try (Rig rig = rig()) {
            for (int i = 0; i < 8; i++) {
                rig.write("live" + i, BODY + i);
            }
            orphan(rig, "orphan");
            age(rig);
            String log = files.resolve("sweep.log").toString();
            int[] code = new int[1];
            Thread slow = new Thread(() -> code[0] = sweep(
                            rig,
                            "--delete-and-log-to",
                            log,
                            "--segments",
                            "40",
                            "--parallelism",
                            "1",
                            "--capacity",
                            "0.5")
                    .exitCode());
            slow.start();
            Path marks = files.resolve("state").resolve("segment-39");
            while (!Files.exists(marks)) {
                Thread.onSpinWait();
            }
            slow.interrupt();
            slow.join();

            Run run = sweep(rig, "--delete-and-log-to", log, "--segments", "40", "--json");

            assertThat(code[0]).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
            assertThat(run.json().at("/result/resumed").asBoolean()).isTrue();
            assertThat(run.json().at("/result/deleted/objects").asLong()).isEqualTo(1);
            assertThat(rig.objects()).hasSize(8);
        }
    }

    @Test
    void scansARegionForEachRegistration() throws IOException {
        try (Rig rig = rig()) {
            rig.write("live", BODY);
            age(rig);
            Path both = files.resolve("both.json");
            String here = Files.readString(rig.registration);
            rig.export(rig.registration, known -> known.in("eu-central-1", null));
            Files.writeString(both, "[" + here + "," + Files.readString(rig.registration) + "]");

            Run run = rig.run("sweep", "-r", both.toString());

            assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.err()).as("there is none in that region").contains("eu-central-1", "cannot be read");
        }
    }
}
