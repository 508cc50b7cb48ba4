package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobBody;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobReader;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * One object in one file, so that body and metadata change in one step. The body comes first, for programs that look at
 * the beginning of a file to see what it is:
 *
 * <pre>
 * +======+=====================================================+-----------------+-------------+
 * | body | type, encoding, sha256, count, name and value, ...  | their length (4)| "S3BKFILE" 1|
 * +======+=====================================================+-----------------+-------------+
 * </pre>
 *
 * <p>Texts are written as {@link DataOutputStream#writeUTF} does. A file without the mark at its end is no object.
 */
final class BlobFile implements Closeable {

    private static final byte[] MARK = {'S', '3', 'B', 'K', 'F', 'I', 'L', 'E', 1};
    private static final int FOOTER = Integer.BYTES + MARK.length;

    private final FileChannel channel;
    private final BlobInfo info;

    private BlobFile(FileChannel channel, BlobInfo info) {
        this.channel = channel;
        this.info = info;
    }

    static void write(Path file, BlobContent content, BlobMetadata metadata) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            MessageDigest digest = Fingerprint.sha256();
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
            try (InputStream in = content.open()) {
                in.transferTo(new DigestOutputStream(out, digest));
            }
            out.write(trailer(metadata, Fingerprint.of(digest.digest()).hex()));
            out.flush();
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            channel.force(true);
        }
    }

    private static byte[] trailer(BlobMetadata metadata, String sha256) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(metadata.contentType());
        out.writeUTF(metadata.contentEncoding());
        out.writeUTF(sha256);
        out.writeInt(metadata.userMetadata().size());
        for (Map.Entry<String, String> entry : metadata.userMetadata().entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeUTF(entry.getValue());
        }
        out.writeInt(out.size());
        out.write(MARK);
        return bytes.toByteArray();
    }

    /** @throws java.nio.file.NoSuchFileException if there is no such file */
    static BlobFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            Instant lastModified = Files.getLastModifiedTime(file).toInstant();
            return new BlobFile(channel, readInfo(channel, lastModified));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static BlobInfo readInfo(FileChannel channel, Instant lastModified) throws IOException {
        long end = channel.size() - FOOTER;
        ByteBuffer footer = bytesAt(channel, end, FOOTER);
        int length = footer.getInt();
        if (!footer.equals(ByteBuffer.wrap(MARK)) || length < 0 || length > end) {
            throw new IOException("The file does not end as the file of an object does.");
        }
        byte[] trailer = bytesAt(channel, end - length, length).array();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(trailer));
        String contentType = in.readUTF();
        String contentEncoding = in.readUTF();
        String sha256 = in.readUTF();
        Map<String, String> user = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            user.put(in.readUTF(), in.readUTF());
        }
        BlobMetadata metadata = new BlobMetadata(contentType, contentEncoding, user);
        return BlobInfo.of(metadata, end - length, lastModified, Instant.now(), sha256)
                // The hash is that of the file which is open, whatever has that name by the time its age is looked at.
                .withEntityTag(sha256 + "-" + lastModified);
    }

    private static ByteBuffer bytesAt(FileChannel channel, long position, int count) throws IOException {
        if (position < 0) {
            throw new EOFException("The file is too short to be the file of an object.");
        }
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException("The file became shorter while it was read.");
            }
        }
        return bytes.flip();
    }

    BlobInfo info() {
        return info;
    }

    /** Reads the body; what {@code reader} throws on its own account arrives in a {@link ReaderFailure}. */
    <R> R read(BlobReader<R> reader) throws IOException, ReaderFailure {
        SourceInputStream body = new SourceInputStream(from(0));
        try {
            return reader.read(info, body);
        } catch (IOException e) {
            if (body.failure() != null) {
                throw e;
            }
            throw new ReaderFailure(e);
        }
    }

    /** The body from {@code position} on. Closing it closes this file. */
    BlobBody body(long position) throws IOException {
        return BlobBody.of(info, from(position), channel);
    }

    /** The body, which is readable for as long as this is open, by one thread. */
    BlobContent content() {
        return new BlobContent() {
            @Override
            public long length() {
                return info.length();
            }

            @Override
            public InputStream open() throws IOException {
                return new SourceInputStream(from(0));
            }
        };
    }

    private InputStream from(long position) throws IOException {
        return new Body(Channels.newInputStream(channel.position(position)), info.length() - position);
    }

    /** Makes a new name last, where the system lets a folder be forced. */
    static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders; there the name is as durable as its file system makes it.
        }
    }

    static void closeUnread(Closeable file) {
        try {
            file.close();
        } catch (IOException e) {
            // Nothing was read of it and nothing written to it.
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** The first bytes of a file. Skips by reading: a skip of the file itself would lead into the trailer. */
    private static final class Body extends InputStream {

        private final InputStream in;
        private long left;

        Body(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            int n = in.read(target, offset, (int) Math.min(count, left));
            if (n < 0) {
                throw new EOFException("The file became shorter while it was read.");
            }
            left -= n;
            return n;
        }
    }

    /** What a reader threw that was not the body's doing. */
    static final class ReaderFailure extends Exception {
        private static final long serialVersionUID = 1L;

        ReaderFailure(IOException cause) {
            super(cause);
        }
    }
}
