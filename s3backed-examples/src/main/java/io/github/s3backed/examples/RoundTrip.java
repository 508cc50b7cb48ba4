package io.github.s3backed.examples;

import io.github.s3backed.core.Reference;
import io.github.s3backed.core.S3BackedException;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Key;

/** Writes samples as items, and reads them back. */
final class RoundTrip {

    private final DynamoDbTable<FileItem> table;
    private final ItemTable items;
    private final BlobStore store;

    RoundTrip(DynamoDbTable<FileItem> table, ItemTable items, BlobStore store) {
        this.table = table;
        this.items = items;
        this.store = store;
    }

    StoredFile write(Sample sample) {
        byte[] content = sample.read();
        Kind kind = Kind.of(content);
        FileItem item = item(sample, kind, content);
        long begin = System.nanoTime();
        // All that there is to it: the client uploads, and the item gets the reference.
        table.putItem(item);
        Duration time = Duration.ofNanos(System.nanoTime() - begin);
        Reference reference = Reference.parse(
                items.rawItem(sample.name()).get(kind.attribute()).s());
        BlobInfo info = store.head(reference.key()).toCompletableFuture().join().orElseThrow();
        return new StoredFile(
                sample, kind, content.length, info.length(), info.metadata().contentEncoding(), reference, time);
    }

    private static FileItem item(Sample sample, Kind kind, byte[] content) {
        try {
            return FileItem.of(sample.name(), kind, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with a file that was read back; empty if nothing is. */
    Optional<String> difference(StoredFile written) {
        try {
            FileItem item = table.getItem(request -> request.key(Key.builder()
                            .partitionValue(written.sample().name())
                            .build())
                    .consistentRead(true));
            if (item == null) {
                return differs(written, "its item is gone");
            }
            return item.holds(written.kind(), written.sample().read())
                    ? Optional.empty()
                    : differs(written, "it is not what was written");
        } catch (S3BackedException | IOException e) {
            return differs(written, UserException.firstLine(e));
        }
    }

    private static Optional<String> differs(StoredFile written, String why) {
        return Optional.of(written.sample().name() + ": " + why);
    }

    /** What is wrong with those that were read back. */
    static List<String> differences(List<Optional<String>> found) {
        return found.stream().flatMap(Optional::stream).toList();
    }
}
