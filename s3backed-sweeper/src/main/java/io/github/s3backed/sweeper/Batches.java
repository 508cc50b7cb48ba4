package io.github.s3backed.sweeper;

import io.github.s3backed.core.spi.ListableBlobStore;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects what is to be deleted, in a file of batches of one form each. */
final class Batches implements Closeable {

    private final Journal journal;
    private final Map<Orphan.Form, List<Orphan>> open = new EnumMap<>(Orphan.Form.class);

    Batches(Path file) throws IOException {
        this.journal = Journal.open(file, body -> {});
    }

    void add(Orphan orphan) throws IOException {
        List<Orphan> batch = open.computeIfAbsent(orphan.form(), form -> new ArrayList<>());
        batch.add(orphan);
        if (batch.size() == ListableBlobStore.MAX_BATCH) {
            write(batch);
        }
    }

    private void write(List<Orphan> batch) throws IOException {
        journal.append(out -> {
            out.writeInt(batch.size());
            for (Orphan orphan : batch) {
                orphan.write(out);
            }
        });
        batch.clear();
    }

    static List<Orphan> read(DataInputStream body) throws IOException {
        List<Orphan> batch = new ArrayList<>();
        for (int left = body.readInt(); left > 0; left--) {
            batch.add(Orphan.read(body));
        }
        return batch;
    }

    @Override
    public void close() throws IOException {
        for (List<Orphan> batch : open.values()) {
            if (!batch.isEmpty()) {
                write(batch);
            }
        }
        journal.close();
    }
}
