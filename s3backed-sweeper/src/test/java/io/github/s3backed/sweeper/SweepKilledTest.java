package io.github.s3backed.sweeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.FileBlobStore;
import io.github.s3backed.core.spi.ListedBlob;
import io.github.s3backed.core.spi.Listing;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.test.servers.Backend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that sweeps is killed again and again, and what it leaves is what an undisturbed one would have left. */
@AwsTest
@Tag("long")
class SweepKilledTest {

    private static final int ORPHANS = 1100;
    private static final int ITEMS = 24;

    private final AwsBackend aws;

    @TempDir
    private Path temporary;

    SweepKilledTest(AwsBackend aws) {
        this.aws = aws;
    }

    @Test
    void goesOnWhereverItWasKilled() throws Exception {
        aws.require();
        Assumptions.assumeTrue(aws.backend() == Backend.EMBEDDED, "The child knows the embedded servers alone.");
        Path bucket = temporary.resolve("bucket");
        try (FileBlobStore store = FileBlobStore.create(bucket);
                Field field = new Field(aws, temporary, settings -> settings.blobStore(store))) {
            Set<String> kept = new TreeSet<>();
            for (int i = 0; i < ITEMS; i++) {
                kept.add(field.write("item-" + i));
            }
            Set<String> orphans = new TreeSet<>();
            for (int i = 0; i < ORPHANS; i++) {
                String key = field.keyOf("orphan-" + i, field.table);
                orphans.add(key);
                copy(store, kept.iterator().next(), key);
            }
            age(bucket);
            String young = field.keyOf("young", field.table);
            Field.put(store, young);
            kept.add(young);

            killAt(field, bucket, "keep page", 7);
            killAt(field, bucket, "keep marks", 1);
            killAt(field, bucket, "list", 2);
            killAt(field, bucket, "delete", 1);
            killAt(field, bucket, "keep deleted", 2);
            assertThat(Killed.never(SweepChild.start(SweepChild.class, field, bucket)))
                    .isZero();

            assertThat(payloads(store)).isEqualTo(kept);
            assertThat(field.loggedLines()).hasSizeGreaterThanOrEqualTo(ORPHANS);
            Set<String> logged = new TreeSet<>();
            field.loggedLines().forEach(line -> logged.add(line.split("\t")[2]));
            assertThat(logged).isEqualTo(orphans);
        }
    }

    /** A put would force five folders to the device, a thousand times. */
    private static void copy(FileBlobStore store, String from, String to) throws Exception {
        Files.createDirectories(store.fileOf(to).getParent());
        Files.copy(store.fileOf(from), store.fileOf(to));
    }

    private static void killAt(Field field, Path bucket, String step, int times) throws Exception {
        Killed.at(SweepChild.start(SweepChild.class, field, bucket), step, times);
    }

    private static void age(Path bucket) throws Exception {
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofHours(30)));
        try (var files = Files.walk(bucket)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, old);
            }
        }
    }

    private static Set<String> payloads(FileBlobStore store) {
        Set<String> keys = new TreeSet<>();
        String continuation = null;
        do {
            Listing<ListedBlob> page =
                    store.list("", continuation).toCompletableFuture().join();
            page.entries().forEach(entry -> keys.add(entry.key()));
            continuation = page.continuation();
        } while (continuation != null);
        keys.removeIf(key -> key.startsWith("s3backed/.registry/"));
        return keys;
    }
}
