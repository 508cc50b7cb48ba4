package io.github.s3backed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickstartTest {

    private static final int RANDOM_BYTES = 5_000;

    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void makeFiles() throws IOException {
        folder = Files.createDirectories(temporary.resolve("files"));
        Files.writeString(folder.resolve("notes.txt"), "Grüße, 世界. ".repeat(500));
        Files.writeString(folder.resolve("config.json"), """
                { "price": 1.10, "big": 123456789012345678901234567890, "tiny": 1E-400, "list": [true, null, "x"] }
                """);
        Files.writeString(folder.resolve("empty"), "");
        byte[] random = new byte[RANDOM_BYTES];
        new Random(7).nextBytes(random);
        Files.write(Files.createDirectories(folder.resolve("deeper")).resolve("noise.bin"), random);
    }

    @Test
    void storesFilesByTheirKindAndReadsThemBackEqual() {
        Run run = Run.of(folder);

        assertThat(run.err()).isEqualToIgnoringNewLines("Starting (4 files) ...");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .containsPattern("notes\\.txt +text .* gzip ")
                .containsPattern("config\\.json +json ")
                .containsPattern("empty +text +0 B +0 B +- +identity ")
                .containsPattern("noise\\.bin +binary +4\\.9 KiB +4\\.9 KiB +100\\.0 % +identity ")
                .contains("4 files read back, all equal: 2 text and 1 binary byte for byte, 1 JSON as parsed trees")
                .contains("Nothing is stored larger than it was.");
    }

    @Test
    void showsTheItemWithItsReferenceAndTheObjectWithItsHeaders() {
        Run run = Run.of("--wide", folder.resolve("notes.txt"));

        assertThat(run.out())
                .containsPattern("\"text\": \\{\"S\": \"s3://quickstart/s3backed/files/[0-9a-f]{32}/text/"
                        + "[0-9a-f]{64}-[0-9a-f]{32}\"\\}")
                .contains("Content-Encoding: gzip", "Content-Type: text/plain", "x-amz-meta-s3backed-fingerprint: ");
    }

    @Test
    void givesEqualFilesObjectsOfTheirOwn() throws IOException {
        Path twin = Files.copy(folder.resolve("notes.txt"), folder.resolve("twin.txt"));

        Run run = Run.of(folder.resolve("notes.txt"), twin);

        assertThat(run.code()).isZero();
        assertThat(run.out()).containsPattern("2 files .* 2 objects");
    }

    @Test
    void fitsATerminalOf120Columns() {
        Run run = Run.of(folder);

        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "lz4", "identity"})
    void storesWithTheChosenCompressor(String compressor) {
        Run run = Run.of("--keep", temporary.resolve("kept"), "--compressor", compressor, folder.resolve("notes.txt"));

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Content-Encoding: " + compressor);
    }

    @Test
    void comparesTheCompressorsAlsoOnWhatTheyCannotShrink() {
        Run run = Run.of("--keep", temporary.resolve("kept"), folder);

        String asIs = " +256\\.0 KiB +100\\.0 % +1";
        assertThat(run.out()).containsPattern("random bytes +1 +256\\.0 KiB" + asIs + asIs + asIs);
    }

    @Test
    void leavesTheObjectsInTheFolderToKeep() throws IOException {
        Path kept = temporary.resolve("kept");

        Run run = Run.of("--keep", kept, folder);

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("The objects stay in " + kept);
        assertThat(filesIn(kept))
                .filteredOn(each -> !each.startsWith("s3backed!"))
                .hasSize(4);
        assertThat(filesIn(kept))
                .filteredOn(each -> each.startsWith("s3backed!"))
                .hasSize(2)
                .allMatch(each -> each.startsWith("s3backed!/!2Eregistry!"));
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(folder::relativize).toList();
        }
    }

    @Test
    void failsIfWhatIsReadBackWasAltered() {
        Run run = Run.faulty(AlteringBlobStore::new, folder.resolve("notes.txt"), folder.resolve("config.json"));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("DIFFERENT  .*notes\\.txt: ")
                .containsPattern("DIFFERENT  .*config\\.json: ")
                .contains("2 of 2 files could not be read back as written.")
                .doesNotContain("all equal");
    }

    @Test
    void saysInOneLineThatAFileIsMissing() {
        Path missing = temporary.resolve("missing.txt");

        Run run = Run.of(missing);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualToIgnoringNewLines("quickstart: There is no file or folder " + missing + ".");
    }

    @Test
    void namesTheCompressorsThereAreIfThatOneIsNot() {
        Run run = Run.of("--compressor", "brotli", folder);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("There is no compressor brotli. There are: gzip, identity, lz4, zstd.");
    }

    @Test
    void refusesOptionsThatContradictEachOther() {
        assertThat(Run.of("--keep", temporary, "--endpoint-s3", "aws", folder).code())
                .isEqualTo(2);
        assertThat(Run.of("--bucket", "articles", folder).code()).isEqualTo(2);
        assertThat(Run.of("--keep", folder.resolve("notes.txt"), folder).code()).isEqualTo(2);
    }
}
