package io.github.s3backed.sweeper;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How far the migration of one segment is: what became of a page and where the next one begins are one record, written when all of the page
 * is done. A page that was cut short is done again, and what was rewritten of it then is as it was to become.
 */
final class MigrationLog implements Closeable {

    private final PageCounts counts = new PageCounts();
    private final @Nullable Journal journal;
    private @Nullable Map<String, AttributeValue> lastKey;
    private boolean finished;

    private MigrationLog(@Nullable Path file) throws IOException {
        this.journal = file == null ? null : Journal.open(file, this::replay);
    }

    /** @param file null for a migration that nobody needs to go on with */
    static MigrationLog open(@Nullable Path file) throws IOException {
        return new MigrationLog(file);
    }

    private void replay(DataInputStream body) throws IOException {
        counts.add(PageCounts.read(body));
        lastKey = KeyRecord.read(body);
        finished = lastKey == null;
    }

    /** What was done before this process. */
    PageCounts counts() {
        return counts;
    }

    @Nullable
    Map<String, AttributeValue> lastKey() {
        return lastKey;
    }

    boolean finished() {
        return finished;
    }

    /** @param next where the next page begins; empty if there is none */
    void add(PageCounts page, Map<String, AttributeValue> next) throws IOException {
        lastKey = next.isEmpty() ? null : next;
        finished = next.isEmpty();
        if (journal != null) {
            journal.append(out -> {
                page.write(out);
                KeyRecord.write(next, out);
            });
            journal.force();
        }
    }

    @Override
    public void close() throws IOException {
        if (journal != null) {
            journal.close();
        }
    }
}
