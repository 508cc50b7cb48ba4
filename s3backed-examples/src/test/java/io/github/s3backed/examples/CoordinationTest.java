package io.github.s3backed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The section of the quickstart that shows what this library is for. */
class CoordinationTest {

    private static final String URI = "\\w+://\\S+/files/[0-9a-f]{32}/text/[0-9a-f]{64}-[0-9a-f]{32}";

    @TempDir
    private Path folder;

    private Path notes;

    @BeforeEach
    void makeFile() throws IOException {
        notes = Files.writeString(folder.resolve("notes.txt"), "some notes, ".repeat(100));
    }

    @Test
    void showsThatObjectsFollowTheirItems() {
        Run run = Run.of("--wide", notes);

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("no such item: ConditionalCheckFailedException")
                .containsPattern("Uploaded for it: " + URI + "  gone")
                .contains("Payload objects: 2 before, 2 after")
                .containsPattern("Old: " + URI + "  gone\\R +New: " + URI + "  there")
                .contains("2 items deleted. Payload objects left: 0")
                .containsPattern("- s3backed/\\.registry/policy\\R +- s3backed/\\.registry/tables/\\S+/files\\R\\R")
                .doesNotContain("WRONG");
    }

    @Test
    void showsItOnAnItemOfItsOwnWhereFilesAreKept() {
        Run run = Run.of("--wide", "--keep", folder.resolve("kept"), notes);

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("Payload objects: 2 before, 2 after")
                .containsPattern("Old: " + URI + "  gone\\R +New: " + URI + "  there")
                .contains("1 item deleted. Payload objects left: 1, those of the files, which are kept")
                .doesNotContain("WRONG");
    }

    @ParameterizedTest
    @CsvSource({
        "1, The objects are not those from before the write.",
        "2, The object that was replaced is still there.",
        "3, These are not the objects of the items left.",
        "4, These are not the objects of the items left."
    })
    void failsIfADeleteWasForgotten(int number, String finding) {
        Run run = Run.faulty(store -> FaultyDeletesBlobStore.forgetting(store, number), notes);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("WRONG  " + finding).contains("all equal");
    }

    @Test
    void failsIfADeleteWasForgottenInAFolder() {
        Run run = Run.faulty(
                store -> FaultyDeletesBlobStore.forgetting(store, 3), "--keep", folder.resolve("kept"), notes);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("WRONG  These are not the objects of the items left.");
    }

    @Test
    void saysWhyAnObjectCouldNotBeRemoved() {
        Run run = Run.faulty(FaultyDeletesBlobStore::denying, notes);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).containsPattern("Not removed by PutItem: s3://\\S+: No deletes today\\.");
        assertThat(run.out()).containsPattern("Uploaded for it: s3://\\S+  there");
    }
}
