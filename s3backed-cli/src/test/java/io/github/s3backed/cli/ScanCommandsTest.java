package io.github.s3backed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.Reference;
import io.github.s3backed.test.servers.AwsBackend;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** {@code verify}, {@code check}, {@code migrate} and {@code restore}. */
class ScanCommandsTest {

    private static final String BODY = "a body that is offloaded, as its bytes are too many for the item to keep them";

    private Rig rig;

    @BeforeEach
    void open(@TempDir Path folder) {
        rig = new Rig(AwsBackend.embedded(), folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void delete(Reference reference) {
        rig.s3.deleteObject(request -> request.bucket(rig.bucket).key(reference.key()));
    }

    private void putRaw(String id, String body) {
        rig.dynamoDb.putItem(request -> request.tableName(rig.table)
                .item(Map.of("id", AttributeValue.fromS(id), "body", AttributeValue.fromS(body))));
    }

    @Test
    void verifyFindsNothingWhereNothingIsWrong() {
        rig.write("1", BODY);
        Run run = rig.run("verify", "--deep");
        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("nothing is wrong").containsPattern("references +1");
        assertThat(run.out() + run.err()).as("there is no terminal").doesNotContainPattern("[\\p{Cntrl}&&[^\\n]]");
    }

    @Test
    void verifyTellsOfADefect() {
        Reference reference = rig.write("1", BODY);
        delete(reference);

        Run run = rig.run("verify", "--table", rig.table, "--json");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FOUND);
        assertThat(run.json().at("/result/healthy").asBoolean()).isFalse();
        assertThat(run.json().at("/result/defects/DANGLING").asLong()).isEqualTo(1);
        assertThat(run.json().at("/result/samples/0/place").asText()).isEqualTo(reference.toString());
    }

    @Test
    void quietSaysNothingButErrors() {
        rig.write("1", BODY);
        Run run = rig.run("verify", "--quiet");
        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.out() + run.err()).isEmpty();
    }

    @Test
    void verifyThatCannotReachATableHasFailed() {
        rig.dynamoDb.deleteTable(request -> request.tableName(rig.table));
        Run run = rig.run("verify");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .contains("failed", "non-existent table", "Run it again")
                .doesNotContain("\tat ");
    }

    @Test
    void checkFindsATableThatIsNotThere() {
        assertThat(rig.run("check").exitCode()).isEqualTo(ExitCode.DONE);
        rig.dynamoDb.deleteTable(request -> request.tableName(rig.table));
        Run run = rig.run("check", "--json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FOUND);
        assertThat(run.json().at("/result/healthy").asBoolean()).isFalse();
        assertThat(run.json().at("/result/findings/0/subject").asText()).contains(rig.table);
    }

    @Test
    void migrateOffloadsNativeValuesWhenTold(@TempDir Path state) {
        putRaw("1", BODY);

        Run dry = rig.run("migrate", "--state-folder", state.toString());
        assertThat(dry.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(dry.out()).contains("--apply").containsPattern("OFFLOADED +1");
        assertThat(rig.raw("1").get("body").s()).isEqualTo(BODY);

        Run run = rig.run("migrate", "--state-folder", state.toString(), "--apply", "--json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.json().at("/result/tables/0/outcomes/OFFLOADED").asLong())
                .isEqualTo(1);
        assertThat(rig.raw("1").get("body").s()).startsWith("s3://" + rig.bucket);
        assertThat(rig.run("verify", "--deep").exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void restoreIsRefusedWhereNoVersionsAreKept() {
        delete(rig.write("1", BODY));
        Run run = rig.run("restore", "--apply");
        assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.err()).contains("version");
    }

    @Test
    void restoreBringsDeletedObjectsBack() {
        rig.s3.putBucketVersioning(request -> request.bucket(rig.bucket)
                .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        delete(rig.write("1", BODY));
        assertThat(rig.run("verify").exitCode()).isEqualTo(ExitCode.FOUND);

        assertThat(rig.run("restore").out()).contains("--apply").containsPattern("RESTORED +1");
        Run run = rig.run("restore", "--apply", "--json");

        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.json().at("/result/outcomes/RESTORED").asLong()).isEqualTo(1);
        assertThat(rig.run("verify", "--deep").exitCode()).isEqualTo(ExitCode.DONE);
    }
}
