package io.github.s3backed.sweeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sweep takes as much memory for many objects as for few. By command with ten million of them in 256 MiB:
 *
 * <pre>
 * mvn -pl s3backed-sweeper -am test -Dtest=MemoryBoundTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Ds3backed.sweeper.objects=10000000 -Ds3backed.sweeper.heap=256m
 * </pre>
 */
@Tag("long")
class MemoryBoundTest {

    private static final long OBJECTS = Long.getLong("s3backed.sweeper.objects", 200_000);
    private static final String HEAP = System.getProperty("s3backed.sweeper.heap", "40m");

    @Test
    void sweepsMoreThanFitsIntoMemory(@TempDir Path folder) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyObjects.class.getName(),
                        Long.toString(OBJECTS),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isZero();
        long orphans = OBJECTS / 10;
        long live = OBJECTS - orphans;
        assertThat(said).startsWith(live + " " + live + " " + orphans + " " + orphans + " 0 ");
    }
}
