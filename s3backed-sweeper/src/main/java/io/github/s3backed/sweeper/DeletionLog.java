package io.github.s3backed.sweeper;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A text that says what a sweep deletes, on the device before it is deleted. A line has the store, how it is deleted, key,
 * version or upload id, length and when it was stored, divided by tabs; {@code \}, tabs and line breaks in a key are written as
 * {@code \\}, {@code \t}, {@code \n} and {@code \r}. A batch whose end nobody saw is there twice.
 */
final class DeletionLog implements Closeable {

    private final FileChannel channel;
    private final String store;

    DeletionLog(Path file, String store) throws IOException {
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        this.store = store;
    }

    void write(List<Orphan> batch) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Orphan orphan : batch) {
            lines.append(String.join(
                            "\t",
                            store,
                            orphan.form().name(),
                            escape(orphan.key()),
                            orphan.id(),
                            Long.toString(orphan.length()),
                            orphan.lastModified().toString()))
                    .append('\n');
        }
        ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }

    private static String escape(String key) {
        return key.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
