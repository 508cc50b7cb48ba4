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
import java.util.Random;
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
    private static final int KILLS_OF_ROUND = 5;
    /** About as many as a sweep that is not killed takes. */
    private static final int STEPS = 40;
    /** In milliseconds. */
    private static final int LONGEST_STEP = 30;

    private final AwsBackend aws;

    @TempDir
    private Path temporary;

    SweepKilledTest(AwsBackend aws) {
        this.aws = aws;
    }

    @Test
    void goesOnWhereverItWasKilled() throws Exception {
        try (Round round = begin("chosen")) {
            round.killAt("keep page", 7);
            round.killAt("keep marks", 1);
            round.killAt("list", 2);
            round.killAt("delete", 1);
            round.killAt("keep deleted", 2);
            round.end();
        }
    }

    @Test
    void goesOnFromWhateverMomentItWasKilledAt() throws Exception {
        long seed = Long.getLong("s3backed.kills.seed", System.nanoTime());
        System.out.println("Sweeps that are killed: -Ds3backed.kills.seed=" + seed);
        Random random = new Random(seed);
        int kills = 0;
        for (int i = 0; kills < Integer.getInteger("s3backed.sweep.kills", KILLS_OF_ROUND); i++) {
            try (Round round = begin("round-" + i)) {
                kills += round.killAnywhere(random);
                round.end();
            }
        }
    }

    private Round begin(String name) throws Exception {
        aws.require();
        Assumptions.assumeTrue(aws.backend() == Backend.EMBEDDED, "The child knows the embedded servers alone.");
        return new Round(Files.createDirectory(temporary.resolve(name)));
    }

    /** One sweep of a bucket full of orphans, by however many processes. */
    private final class Round implements AutoCloseable {

        private final Path bucket;
        private final FileBlobStore store;
        private final Field field;
        private final Set<String> kept = new TreeSet<>();
        private final Set<String> orphans = new TreeSet<>();

        Round(Path folder) throws Exception {
            bucket = folder.resolve("bucket");
            store = FileBlobStore.create(bucket);
            field = new Field(aws, folder, settings -> settings.blobStore(store));
            for (int i = 0; i < ITEMS; i++) {
                kept.add(field.write("item-" + i));
            }
            for (int i = 0; i < ORPHANS; i++) {
                String key = field.keyOf("orphan-" + i, field.table);
                orphans.add(key);
                copy(store, kept.iterator().next(), key);
            }
            age(bucket);
            String young = field.keyOf("young", field.table);
            Field.put(store, young);
            kept.add(young);
        }

        private Process start() throws Exception {
            return SweepChild.start(SweepChild.class, field, bucket);
        }

        void killAt(String step, int times) throws Exception {
            Killed.at(start(), step, times);
        }

        /** Kills processes until one is done before it is killed, and says how many it has killed. */
        int killAnywhere(Random random) throws Exception {
            int kills = 0;
            while (kills < KILLS_OF_ROUND
                    && Killed.after(start(), random.nextInt(STEPS), random.nextInt(LONGEST_STEP))) {
                kills++;
            }
            return kills;
        }

        void end() throws Exception {
            assertThat(Killed.never(start())).isZero();
            assertThat(payloads(store)).isEqualTo(kept);
            assertThat(field.loggedLines()).hasSizeGreaterThanOrEqualTo(ORPHANS);
            Set<String> logged = new TreeSet<>();
            field.loggedLines().forEach(line -> logged.add(line.split("\t")[2]));
            assertThat(logged).isEqualTo(orphans);
        }

        @Override
        public void close() {
            field.close();
            store.close();
        }
    }

    /** A put would force five folders to the device, a thousand times. */
    private static void copy(FileBlobStore store, String from, String to) throws Exception {
        Files.createDirectories(store.fileOf(to).getParent());
        Files.copy(store.fileOf(from), store.fileOf(to));
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
