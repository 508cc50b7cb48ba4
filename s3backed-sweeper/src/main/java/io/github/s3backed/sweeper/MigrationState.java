package io.github.s3backed.sweeper;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a migration remembers beyond its process, if it was given a folder for that. */
final class MigrationState implements Closeable {

    private final MigrateSettings settings;
    private final @Nullable SweepState folder;
    private final List<MigrationLog> logs = new ArrayList<>();

    private MigrationState(MigrateSettings settings, @Nullable SweepState folder) {
        this.settings = settings;
        this.folder = folder;
    }

    static MigrationState open(MigrateSettings settings) throws IOException {
        return new MigrationState(
                settings, settings.stateFolder() == null ? null : SweepState.open(settings.stateFolder()));
    }

    /** Goes on with the migration that the folder remembers, if it is this one. */
    void begin() throws IOException {
        if (folder != null) {
            folder.begin(identity(), Instant.now());
        }
    }

    /** What must be equal for one process to go on where another was killed. */
    private String identity() {
        List<String> all = new ArrayList<>(List.of("migration"));
        for (MigratedTable table : settings.tables()) {
            ScannedTable scanned = table.scanned();
            // Another table of that name, restored perhaps, has another id.
            all.add(scanned.client().region() + "/"
                    + scanned.client().describe(scanned.name()).tableId() + "/" + table.goal());
        }
        all.add(Integer.toString(settings.scans().segments()));
        all.add(settings.dryRun() + " " + settings.recompress() + " " + settings.adoptS3Links() + " "
                + settings.toNative());
        return Hashes.sha256(String.join("\n", all));
    }

    boolean resumed() {
        return folder != null && folder.resumed();
    }

    /** How far a segment is. */
    MigrationLog segment(int number) {
        try {
            MigrationLog log = MigrationLog.open(folder == null ? null : folder.file("segment-" + number));
            logs.add(log);
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forgets the migration. */
    void clear() throws IOException {
        if (folder != null) {
            folder.clear();
        }
    }

    @Override
    public void close() throws IOException {
        for (MigrationLog log : logs) {
            log.close();
        }
        if (folder != null) {
            folder.close();
        }
    }
}
