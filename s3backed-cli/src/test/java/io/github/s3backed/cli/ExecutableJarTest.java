package io.github.s3backed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.s3backed.test.servers.DynamoDbServer;
import io.github.s3backed.test.servers.OnDiskS3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/** The jar as it is published, by the script that starts it, in a process of its own. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "The script is one of a POSIX shell.")
@Timeout(120)
class ExecutableJarTest {

    private static final String BODY = "a body that is offloaded, as its bytes are too many for the item to keep them ";

    @TempDir
    static Path folder;

    private static OnDiskS3Server s3;
    private static DynamoDbServer dynamoDb;
    private static Rig rig;

    @TempDir
    Path files;

    @BeforeAll
    static void start() throws IOException {
        s3 = OnDiskS3Server.start(folder.resolve("s3"));
        dynamoDb = DynamoDbServer.start();
        S3Client client = S3Client.builder()
                .endpointOverride(s3.endpoint())
                .credentialsProvider(s3.credentials())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .build();
        rig = new Rig(
                client,
                DynamoDbClient.builder().endpointOverride(dynamoDb.endpoint()).region(Region.US_EAST_1),
                folder);
        for (int i = 0; i < 5; i++) {
            rig.write("live" + i, BODY + i);
        }
        rig.write("orphan", BODY);
        rig.dynamoDb.deleteItem(
                request -> request.tableName(rig.table).key(Map.of("id", AttributeValue.fromS("orphan"))));
        Aged.objectsIn(folder.resolve("s3").resolve(rig.bucket));
    }

    @AfterAll
    static void stop() {
        rig.close();
        s3.close();
        dynamoDb.close();
    }

    private Process begin(String... args) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Path.of(System.getProperty("s3backed.root"), "s3backed-cli", "bin", "s3backed")
                        .toString()));
        command.addAll(Arrays.asList(args));
        ProcessBuilder process = new ProcessBuilder(command)
                .redirectOutput(files.resolve("out").toFile())
                .redirectError(files.resolve("err").toFile());
        process.environment().put("S3BACKED_JAR", System.getProperty("s3backed.jar"));
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process.environment().put("JAVA_OPTS", "-Xmx128m -XX:TieredStopAtLevel=1");
        process.environment().put("AWS_ACCESS_KEY_ID", System.getProperty("aws.accessKeyId"));
        process.environment().put("AWS_SECRET_ACCESS_KEY", System.getProperty("aws.secretAccessKey"));
        return process.start();
    }

    private int run(String... args) throws Exception {
        return begin(args).waitFor();
    }

    private String out() throws IOException {
        return Files.readString(files.resolve("out"));
    }

    private String err() throws IOException {
        return Files.readString(files.resolve("err"));
    }

    /** A dry run that would take minutes, and that is in its midst. */
    private Process slowSweep() throws Exception {
        Process process = begin(sweep("--parallelism", "1", "--capacity", "0.1"));
        while (!Files.exists(files.resolve("state").resolve("segment-39"))) {
            assertThat(process.isAlive()).as(err()).isTrue();
            Thread.onSpinWait();
        }
        return process;
    }

    private String[] sweep(String... more) {
        List<String> args = new ArrayList<>(List.of(
                "--segments", "40", "--state-folder", files.resolve("state").toString()));
        args.addAll(Arrays.asList(more));
        return rig.arguments("sweep", args.toArray(String[]::new));
    }

    @Test
    void sweepsAsAScriptWouldHaveIt() throws Exception {
        assertThat(run(sweep("--json"))).as(err()).isZero();
        assertThat(new ObjectMapper()
                        .readTree(out())
                        .at("/result/listed/orphans")
                        .asLong())
                .isEqualTo(1);
        assertThat(err()).as("neither progress nor warnings of libraries").isEmpty();
    }

    @Test
    void endsWithTheExitCodeOfTheCommand() throws Exception {
        assertThat(run("sweep")).isEqualTo(ExitCode.USAGE);
        assertThat(err()).contains("--registration");
        assertThat(run("--version")).isZero();
        assertThat(out()).matches("s3backed \\d.*\\s*");
    }

    @Test
    void goesOnWhereItWasKilled() throws Exception {
        slowSweep().destroyForcibly().waitFor();
        assertThat(run(sweep("--json"))).as(err()).isZero();
        assertThat(new ObjectMapper().readTree(out()).at("/result/resumed").asBoolean())
                .isTrue();
    }

    @Test
    void saysOnCtrlCThatItCanGoOn() throws Exception {
        Process process = slowSweep();
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(err()).contains("Interrupted. Run it again").doesNotContain("\tat ");
        assertThat(run(sweep())).isZero();
        assertThat(out()).contains("going on with an earlier sweep");
    }

    @Test
    void holdsEveryCompressorAndLicenceAndNothingOfTheTests() throws IOException {
        try (JarFile jar = new JarFile(System.getProperty("s3backed.jar"))) {
            List<String> names = jar.stream().map(entry -> entry.getName()).toList();
            assertThat(names)
                    .contains("META-INF/LICENSE", "META-INF/LICENSE.txt", "META-INF/NOTICE", "META-INF/THIRD-PARTY.txt")
                    .noneMatch(name -> name.startsWith("com/amazonaws/services/dynamodbv2/local"))
                    .noneMatch(name -> name.startsWith("org/junit") || name.startsWith("io/github/s3backed/test"))
                    .noneMatch(name -> name.endsWith("module-info.class"));
            try (var services =
                    jar.getInputStream(jar.getEntry("META-INF/services/io.github.s3backed.core.spi.Compressor"))) {
                assertThat(new String(services.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                        .contains("Gzip", "Identity", "Zstd", "Lz4");
            }
        }
    }
}
