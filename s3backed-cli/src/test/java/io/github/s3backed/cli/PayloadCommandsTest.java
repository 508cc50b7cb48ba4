package io.github.s3backed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3backed.core.Reference;
import io.github.s3backed.test.servers.AwsBackend;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@code info}, {@code cat} and {@code put}: single payloads. */
class PayloadCommandsTest {

    private static final String BODY = "Ein langer Text mit Umlauten: äöü\n".repeat(50);

    @TempDir
    static Path folder;

    private static Rig rig;

    @TempDir
    Path files;

    @BeforeAll
    static void open() {
        rig = new Rig(AwsBackend.embedded(), folder);
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    private static String[] item(String id, String attribute, String... more) {
        String[] args = new String[6 + more.length];
        System.arraycopy(
                new String[] {"--table", rig.table, "--key", "id=" + id, "--attribute", attribute}, 0, args, 0, 6);
        System.arraycopy(more, 0, args, 6, more.length);
        return args;
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(files.resolve("file"), bytes);
    }

    private static void damage(Reference reference) {
        var head = rig.s3.headObject(request -> request.bucket(rig.bucket).key(reference.key()));
        rig.s3.putObject(
                request -> request.bucket(rig.bucket)
                        .key(reference.key())
                        .metadata(head.metadata())
                        .contentEncoding(head.contentEncoding())
                        .contentType(head.contentType()),
                RequestBody.fromBytes(new byte[(int) (long) head.contentLength()]));
    }

    @Test
    void infoShowsWhatAnItemRefersTo() {
        Reference reference = rig.write("shown", BODY);

        Run run = rig.run("info", item("shown", "body", "--json"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        JsonNode result = run.json().get("result");
        assertThat(result.get("state").asText()).isEqualTo("OFFLOADED");
        assertThat(result.get("reference").asText()).isEqualTo(reference.toString());
        assertThat(result.get("followed").asBoolean()).isTrue();
        assertThat(result.at("/key/mode").asText()).isEqualTo("exclusive");
        assertThat(result.at("/key/table").asText()).isEqualTo(rig.table);
        assertThat(result.at("/key/attribute").asText()).isEqualTo("body");
        assertThat(reference.key())
                .contains(
                        result.at("/key/fingerprint").asText(),
                        result.at("/key/writeId").asText());
        assertThat(result.at("/object/contentEncoding").asText()).isEqualTo("gzip");
        assertThat(result.at("/object/metadata").size()).isPositive();
        assertThat(run.out()).doesNotContain("Umlauten");
    }

    @Test
    void infoShowsWhatIsKeptInTheItem() {
        rig.wrapped.putItem(request -> request.tableName(rig.table)
                .item(Map.of("id", AttributeValue.fromS("small"), "body", AttributeValue.fromS("tiny"))));

        Run run = rig.run("info", item("small", "body"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("INLINE").containsPattern("length +4").doesNotContain("tiny");
    }

    @Test
    void infoOfAReferenceNeedsNoItem() {
        Reference reference = rig.write("by-reference", BODY);
        Run run = rig.run("info", reference.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("exclusive", "gzip", "STANDARD");
    }

    @Test
    void infoSaysThatTheObjectIsGone() {
        Reference reference = rig.write("gone", BODY);
        rig.s3.deleteObject(request -> request.bucket(rig.bucket).key(reference.key()));

        Run run = rig.run("info", item("gone", "body", "--json"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.FOUND);
        assertThat(run.json().at("/result/object").isNull()).isTrue();
        assertThat(run.json().at("/result/problem").asText()).contains("no object");
    }

    @Test
    void infoSaysThatThereIsNoItem() {
        Run run = rig.run("info", item("nobody", "body"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FOUND);
        assertThat(run.err()).contains("no such item").doesNotContain("nobody", "\tat ");
    }

    @Test
    void catPrintsTheVeryBytes() {
        rig.write("printed", BODY);
        Run run = rig.run("cat", item("printed", "body"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.bytes()).isEqualTo(BODY.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void catFailsWhereItsOutputTakesNoMore() {
        rig.write("lost", BODY);
        PrintStream before = System.out;
        System.setOut(new PrintStream(new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("no space left on device");
            }
        }));
        try {
            int exitCode = Main.commandLine()
                    .setErr(new PrintWriter(new StringWriter()))
                    .execute(rig.arguments("cat", item("lost", "body")));
            assertThat(exitCode).isEqualTo(ExitCode.FAILED);
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void catTakesAReference() {
        Reference reference = rig.write("cat-reference", BODY);
        assertThat(rig.run("cat", reference.toString()).bytes()).isEqualTo(BODY.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void catPublishesNoFileOfWhatIsDamaged() {
        damage(rig.write("damaged", BODY));
        Path to = files.resolve("body.txt");

        Run run = rig.run("cat", item("damaged", "body", "--to", to.toString()));

        assertThat(run.exitCode()).isEqualTo(ExitCode.FOUND);
        assertThat(files).isEmptyDirectory();
    }

    @Test
    void catLeavesAFileAloneThatIsThere() throws IOException {
        rig.write("kept", BODY);
        Path to = file(new byte[] {1});
        assertThat(rig.run("cat", item("kept", "body", "--to", to.toString())).exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(to).hasBinaryContent(new byte[] {1});
        Run run = rig.run("cat", item("kept", "body", "--to", to.toString(), "--overwrite", "--json"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(to).hasContent(BODY);
        assertThat(run.json().at("/result/bytes").asLong()).isEqualTo(Files.size(to));
    }

    @Test
    void putWritesAFileAsACoordinatedClientDoes() throws IOException {
        Reference before = rig.write("put", BODY);
        Path file = file((BODY + BODY).getBytes(StandardCharsets.UTF_8));

        assertThat(rig.run("put", item("put", "body", file.toString())).out()).contains("--apply");
        assertThat(rig.reference("put", "body")).isEqualTo(before);

        Run run = rig.run("put", item("put", "body", file.toString(), "--apply", "--json"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.json().at("/result/reference").asText())
                .isEqualTo(rig.reference("put", "body").toString());
        AttributeValue read = rig.wrapped
                .getItem(request -> request.tableName(rig.table).key(Map.of("id", AttributeValue.fromS("put"))))
                .item()
                .get("body");
        assertThat(read.s()).isEqualTo(BODY + BODY);
        assertThat(rig.objects()).doesNotContain(before.key());
        assertThat(rig.s3
                        .headObject(request -> request.bucket(rig.bucket)
                                .key(rig.reference("put", "body").key()))
                        .contentType())
                .startsWith("text/plain");
    }

    @Test
    void putMakesNoItem() throws IOException {
        Path file = file(BODY.getBytes(StandardCharsets.UTF_8));
        Run run = rig.run("put", item("never", "body", file.toString(), "--apply"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.err()).contains("no such item");
        assertThat(rig.raw("never")).isEmpty();
    }

    @Test
    void putTakesNothingThatTheApplicationCouldNotRead() throws IOException {
        rig.write("strict", BODY);
        Path file = file(new byte[] {(byte) 0xff, 'x'});
        assertThat(rig.run("put", item("strict", "body", file.toString(), "--apply"))
                        .err())
                .contains("UTF-8");
        assertThat(rig.run("put", item("strict", "meta", file.toString(), "--apply"))
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
        Files.writeString(file, "{\"a\": 1} {");
        assertThat(rig.run("put", item("strict", "meta", file.toString(), "--apply"))
                        .err())
                .contains("JSON");
        Files.writeString(file, "{\"a\": 1}");
        assertThat(rig.run("put", item("strict", "meta", file.toString(), "--apply"))
                        .exitCode())
                .isEqualTo(ExitCode.DONE);
    }

    @Test
    void putBringsAMissingObjectBack() throws IOException {
        Reference reference = rig.write("missing", BODY);
        rig.s3.deleteObject(request -> request.bucket(rig.bucket).key(reference.key()));
        Path file = file(BODY.getBytes(StandardCharsets.UTF_8));

        Run run = rig.run("put", file.toString(), reference.toString(), "--apply", "--json");

        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.json().at("/result/before").asText()).isEqualTo("MISSING");
        assertThat(rig.run("cat", item("missing", "body")).bytes()).isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void putRepairsADamagedObject() throws IOException {
        Reference reference = rig.write("repaired", BODY);
        damage(reference);
        Path file = file(BODY.getBytes(StandardCharsets.UTF_8));
        assertThat(rig.run("put", file.toString(), reference.toString(), "--apply")
                        .out())
                .contains("DAMAGED");
        assertThat(rig.run("cat", item("repaired", "body")).exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void putLeavesAnObjectOfAnotherSerializerAlone() throws IOException {
        Reference reference = rig.write("another", BODY);
        Path file = file(BODY.getBytes(StandardCharsets.UTF_8));
        String exported = Files.readString(rig.registration);
        Files.writeString(
                rig.registration,
                exported.replace("\"form\":\"STRING\"", "\"form\":\"HANDLE\"")
                        .replace("\"serializer\":\"text\"", "\"serializer\":\"other\""));
        try {
            Run run = rig.run("put", file.toString(), reference.toString(), "--apply");
            assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.err()).contains("was written by the serializer 'text'");
        } finally {
            Files.writeString(rig.registration, exported);
        }
        assertThat(rig.run("cat", item("another", "body")).exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void putTakesNoOtherBytesThanTheKeyNames() throws IOException {
        Reference reference = rig.write("other", BODY);
        rig.s3.deleteObject(request -> request.bucket(rig.bucket).key(reference.key()));
        Run run = rig.run("put", file(new byte[] {'x'}).toString(), reference.toString(), "--apply");
        assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.err()).contains("SHA-256");
        assertThat(rig.objects()).doesNotContain(reference.key());
    }

    @Test
    void putLeavesAHealthyObjectAlone() throws IOException {
        Reference reference = rig.write("healthy", BODY);
        Path file = file(BODY.getBytes(StandardCharsets.UTF_8));
        Run run = rig.run("put", file.toString(), reference.toString(), "--apply");
        assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.err()).contains("--overwrite");
        assertThat(rig.run("put", file.toString(), reference.toString(), "--apply", "--overwrite")
                        .exitCode())
                .isEqualTo(ExitCode.DONE);
    }

    @Test
    void aStreamComesAndGoesWithoutFittingInMemory() throws IOException {
        rig.write("film", BODY);
        byte[] film = new byte[3_000_000];
        new Random(3).nextBytes(film);
        assertThat(rig.run("put", item("film", "film", file(film).toString(), "--apply"))
                        .exitCode())
                .isEqualTo(ExitCode.DONE);
        assertThat(rig.run("cat", item("film", "film")).bytes()).isEqualTo(film);
    }
}
