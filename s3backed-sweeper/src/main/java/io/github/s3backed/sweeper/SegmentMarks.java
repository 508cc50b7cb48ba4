package io.github.s3backed.sweeper;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What one segment of a table refers to, page by page: a page's marks and where the next page begins are one record, so that
 * what is read of a file is complete up to where it says the scan got.
 */
final class SegmentMarks implements Closeable {

    private final Path file;
    private final Journal journal;
    private @Nullable Map<String, AttributeValue> lastKey;
    private boolean finished;
    private long items;
    private long references;

    private SegmentMarks(Path file) throws IOException {
        this.file = file;
        this.journal = Journal.open(file, this::replay);
    }

    static SegmentMarks open(Path file) throws IOException {
        return new SegmentMarks(file);
    }

    private void replay(DataInputStream body) throws IOException {
        items += body.readInt();
        int marks = body.readInt();
        references += marks;
        body.skipNBytes((long) marks * Long.BYTES);
        lastKey = KeyRecord.read(body);
        finished = lastKey == null;
    }

    /** Hands all marks to a sorter. */
    void writeTo(MarkSorter sorter) throws IOException {
        long before = sorter.added();
        Journal.read(file, body -> {
            body.readInt();
            for (int left = body.readInt(); left > 0; left--) {
                sorter.add(body.readLong());
            }
        });
        if (sorter.added() - before != references) {
            // A mark that is lost here is an object that is lost later.
            throw new IOException("The file " + file + " is damaged. Remove the state folder, and sweep again.");
        }
    }

    boolean finished() {
        return finished;
    }

    /** Where to go on; null at the beginning, or at the end. */
    @Nullable
    Map<String, AttributeValue> lastKey() {
        return lastKey;
    }

    long items() {
        return items;
    }

    long references() {
        return references;
    }

    /**
     * Adds a page.
     *
     * @param next where the next page begins; empty if there is none
     */
    void add(int count, long[] marks, int length, Map<String, AttributeValue> next) throws IOException {
        journal.append(out -> {
            out.writeInt(count);
            out.writeInt(length);
            for (int i = 0; i < length; i++) {
                out.writeLong(marks[i]);
            }
            KeyRecord.write(next, out);
        });
        items += count;
        references += length;
        lastKey = next.isEmpty() ? null : next;
        finished = next.isEmpty();
        if (finished) {
            journal.force();
        }
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
