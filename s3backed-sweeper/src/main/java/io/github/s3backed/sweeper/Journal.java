package io.github.s3backed.sweeper;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file of records, to which a process may be writing when it is killed. Each carries its length and its checksum, so that a
 * record that is not all there is seen, and dropped with all that follows:
 *
 * <pre>
 * +-----------+------------+===========+
 * | length (4)| CRC-32C (4)| body      | ...
 * +-----------+------------+===========+
 * </pre>
 *
 * <p>Not safe for use by many threads.
 */
final class Journal implements Closeable {

    private static final int HEADER = 2 * Integer.BYTES;

    /** More than any record has: a page of a scan is 1 MiB, and a batch 1,000 keys of 1,024 bytes. */
    private static final int LONGEST = 64 * 1024 * 1024;

    private final FileChannel channel;

    private Journal(FileChannel channel) {
        this.channel = channel;
    }

    /** Reads the whole records of a file that need not exist, and opens it for more behind the last of them. */
    static Journal open(Path file, Reader reader) throws IOException {
        long end = Files.exists(file) ? read(file, reader) : 0;
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(end).position(end);
        return new Journal(channel);
    }

    /**
     * Reads the whole records of a file.
     *
     * @return where the last of them ends
     */
    static long read(Path file, Reader reader) throws IOException {
        try (Cursor cursor = new Cursor(file)) {
            for (byte[] body = cursor.next(); body != null; body = cursor.next()) {
                reader.record(new DataInputStream(new ByteArrayInputStream(body)));
            }
            return cursor.position();
        }
    }

    /** Appends a record, which is not forced to the device. */
    void append(Writer writer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[HEADER]);
        DataOutputStream out = new DataOutputStream(bytes);
        writer.write(out);
        out.flush();
        ByteBuffer record = ByteBuffer.wrap(bytes.toByteArray());
        int length = record.capacity() - HEADER;
        record.putInt(0, length).putInt(Integer.BYTES, checksum(record.array(), HEADER, length));
        while (record.hasRemaining()) {
            channel.write(record);
        }
    }

    void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static int checksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        // A record of zeros must not pass for one: a file system may leave zeros behind.
        crc.update(HEADER);
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /** What is done with a record. */
    interface Reader {
        void record(DataInputStream body) throws IOException;
    }

    /** What makes a record. */
    interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    /** Goes through a file record by record. */
    static final class Cursor implements Closeable {

        private final DataInputStream in;
        private final long size;
        private long position;

        Cursor(Path file) throws IOException {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            this.size = channel.size();
            InputStream stream = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
            this.in = new DataInputStream(stream);
        }

        /** The next whole record; null if there is none. */
        byte @Nullable [] next() throws IOException {
            try {
                if (size - position < HEADER) {
                    return null;
                }
                int length = in.readInt();
                int expected = in.readInt();
                if (length < 0 || length > LONGEST || length > size - position - HEADER) {
                    return null;
                }
                byte[] body = in.readNBytes(length);
                if (body.length < length || checksum(body, 0, length) != expected) {
                    return null;
                }
                position += HEADER + length;
                return body;
            } catch (EOFException e) {
                return null;
            }
        }

        long position() {
            return position;
        }

        boolean isAtEnd() {
            return position == size;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
