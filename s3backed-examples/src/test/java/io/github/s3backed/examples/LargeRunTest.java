package io.github.s3backed.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Payloads that are larger than the heap of the process that stores them. {@code s3backed.large.size} says how large. */
@Tag("long")
class LargeRunTest {

    private static final String SIZE = System.getProperty("s3backed.large.size", "64m");
    private static final String HEAP = System.getProperty("s3backed.large.heap", "48m");

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void aFileThatIsLargerThanTheHeapIsStoredAndReadBack() {
        assertThat(LargeRun.bytes(HEAP)).isLessThan(LargeRun.bytes(SIZE));

        Run run = Run.of("--size", SIZE, "--heap", HEAP);

        assertThat(run.out())
                .containsPattern("blocking +identity .* equal")
                .containsPattern("blocking +gzip .* equal")
                .containsPattern("blocking +zstd .* equal")
                .containsPattern("async +identity .* equal")
                .containsPattern("async +gzip .* equal")
                .containsPattern("async +zstd .* equal")
                .containsPattern("Heap: .* at most")
                .doesNotContain("DIFFERS");
        assertThat(run.code()).isZero();
        System.out.println(run.out());
    }

    @Test
    void aFileOfOnesOwnIsStoredAsWell() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "small, for once");

        Run run = Run.of("--large", file);

        assertThat(run.out()).contains("A payload of 15 B").doesNotContain("DIFFERS");
        assertThat(run.code()).isZero();
        assertThat(file).hasContent("small, for once");
    }

    @Test
    void sizesAreReadAsPeopleWriteThem() {
        assertThat(LargeRun.bytes("2g")).isEqualTo(2L << 30);
        assertThat(LargeRun.bytes("64M")).isEqualTo(64L << 20);
        assertThat(LargeRun.bytes("5")).isEqualTo(5);
        assertThatThrownBy(() -> LargeRun.bytes("two"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("2g");
        assertThat(Run.of("--size", "two").code()).isEqualTo(2);
    }

    @Test
    void aFileThatIsNotThereIsAQuestionOfTheCommandLine() {
        assertThat(Run.of("--large", folder.resolve("nothing")).code()).isEqualTo(2);
        assertThat(Run.of("--large", folder, "--size", "1k").code()).isEqualTo(2);
    }
}
