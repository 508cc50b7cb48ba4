package io.github.s3backed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.dynamodb.Registration;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.S3BackedTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before anything is sent, and what is said then. */
class UsageTest {

    @TempDir
    Path folder;

    private Path file;
    private String good;

    @BeforeEach
    void export() throws IOException {
        file = folder.resolve("registration.json");
        try (S3BackedDynamoDb application = S3BackedDynamoDb.builder()
                .blobStore(MemoryBlobStore.create("bucket"))
                .table(S3BackedTable.builder("articles")
                        .partitionKey("id")
                        .attribute(S3BackedAttribute.text("body").build())
                        .build())
                .build()) {
            good = new ObjectMapper()
                    .writeValueAsString(application.registration())
                    .replace("mem://", "s3://");
        }
    }

    private Run verify(String json) throws IOException {
        Files.writeString(file, json);
        return Run.of("verify", "-r", file.toString(), "--region", "eu-central-1");
    }

    private static void assertRefused(Run run, String... messages) {
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(messages).doesNotContain("\tat ");
    }

    @Test
    void aRegistrationIsTheSameAfterJson() throws IOException {
        Files.writeString(file, good);
        List<Registration> read = RegistrationFile.read(file);
        assertThat(new ObjectMapper().writeValueAsString(read.get(0))).isEqualTo(good);
    }

    @Test
    void severalRegistrationsMayBeOneFile() throws IOException {
        Files.writeString(file, "[" + good + "," + good + "]");
        assertThat(RegistrationFile.read(file)).hasSize(2);
    }

    @Test
    void aRegistrationWithoutNullsAndEmptyListsIsTheSame() throws IOException {
        Files.writeString(
                file,
                good.replaceAll("\"[A-Za-z]+\":(null|\\[\\]),", "").replaceAll(",\"[A-Za-z]+\":(null|\\[\\])", ""));
        assertThat(new ObjectMapper()
                        .writeValueAsString(RegistrationFile.read(file).get(0)))
                .isEqualTo(good);
    }

    @Test
    void anUnknownFieldIsNamed() throws IOException {
        assertRefused(
                verify(good.replace("\"threshold\"", "\"colour\":1,\"threshold\"")),
                file.toString(),
                "'tables[0].attributes[0].colour' is not known");
    }

    @Test
    void aLaterVersionIsNamed() throws IOException {
        assertRefused(
                verify(good.replace("\"formatVersion\":1", "\"formatVersion\":2,\"colour\":1")),
                file.toString(),
                "'formatVersion' is 2",
                "reads 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"threshold\":4096|\"threshold\":\"4096\"|threshold",
                "\"threshold\":4096|\"threshold\":4096.5|threshold",
                "\"threshold\":4096|\"threshold\":null|threshold",
                ",\"threshold\":4096||threshold",
                "\"name\":\"body\",||'name' is missing",
                "\"form\":\"STRING\"|\"form\":\"RUNES\"|tables['articles'].attributes['body'].form",
                "\"compressor\":\"gzip\"|\"compressor\":\"brotli\"|brotli",
                "{fingerprint}|{finger}|{finger}",
                "s3://bucket|file://bucket|s3://",
                "\"cleanUp\":\"IMMEDIATE\"|\"cleanUp\":\"NEVER\"|cleanUp",
                "\"cleanUp\":\"IMMEDIATE\"|\"cleanUp\":\"SWEEPER\",\"cleanUp\":\"SWEEPER\"|line 1",
                "{\"formatVersion\"|no json {|no JSON, at line 1"
            })
    void whatIsWrongIsNamed(String part, String replacement, String message) throws IOException {
        assertThat(good).contains(part);
        assertRefused(verify(good.replace(part, replacement == null ? "" : replacement)), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "7", "{} {}"})
    void whatIsNoRegistrationIsRefused(String text) throws IOException {
        assertRefused(verify(text), file.toString());
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertRefused(
                Run.of("verify", "-r", "nowhere.json", "--region", "eu-central-1"), "nowhere.json", "cannot be read");
    }

    @Test
    void withoutARegistrationItSaysHowToGetOne() {
        assertRefused(Run.of("verify"), "registration()", "--registration", "S3BACKED_REGISTRATION");
    }

    @Test
    void aTableThatIsNotRegisteredIsNamed() throws IOException {
        Files.writeString(file, good);
        assertRefused(
                Run.of("verify", "-r", file.toString(), "--region", "eu-central-1", "--table", "artikel"),
                "artikel",
                "articles");
    }

    @Test
    void aSweepOfOneOfSeveralStoresMustSayWhich() throws IOException {
        Files.writeString(file, good.replace("[\"s3://bucket\"]", "[\"s3://bucket\",\"s3://former\"]"));
        assertRefused(
                Run.of("sweep", "-r", file.toString(), "--region", "eu-central-1"),
                "--store",
                "s3://bucket",
                "s3://former");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sweep --table articles|Unknown option",
                "sweep --segments 0|1 to 1,000,000",
                "sweep --retention soon|35d",
                "verify --fraction 2|fraction",
                "verify --count-orphans --table articles|--table",
                "migrate --to-native --recompress|toNative",
                "info|--table, --key and --attribute",
                "info https:/x|s3://my-bucket/key",
                "info s3://bucket/k --key id=1|not both",
                "info s3://bucket/unknown|template",
                "info --table articles --key 1 --attribute body|NAME=VALUE",
                "info --table articles --key id=N:x --attribute body|number",
                "info --table articles --key nr=1 --attribute body|'id'",
                "info --table articles --key id=1 --sort v=1 --attribute body|no sort key",
                "info --table articles --key id=1 --attribute text|body",
                "cat s3://bucket/k --json|--to",
                "put nowhere.txt --table articles --key id=1 --attribute body|nowhere.txt",
                "put|Missing required",
                "swep|swep"
            })
    void optionsThatDoNotFitAreExplained(String line, String message) throws IOException {
        Files.writeString(file, good);
        String[] words = (line + " -r " + file + " --region eu-central-1").split(" ");
        Run run = Run.of(line.equals("swep") ? new String[] {line} : words);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
    }

    @Test
    void errorsAreJsonWhereThatWasAskedFor() {
        Run run = Run.of("verify", "-r", "nowhere.json", "--region", "eu-central-1", "--json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.json().get("exitCode").asInt()).isEqualTo(ExitCode.USAGE);
        assertThat(run.json().get("errors").get(0).asText()).contains("nowhere.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sweep", "verify", "migrate", "restore", "check", "info", "cat", "put"})
    void helpOfEachCommandHasExamplesAndExitCodes(String command) {
        Run run = Run.of(command, "--help");
        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("Examples:", "s3backed " + command, "Exit codes:", "--registration");
    }

    @Test
    void helpNamesEveryCommandAndExitCode() {
        Run run = Run.of("--help");
        assertThat(run.out())
                .contains("sweep", "verify", "migrate", "restore", "check", "info", "cat", "put", "130", "refused");
        assertThat(Run.of("--version").out()).startsWith("s3backed ");
    }
}
