package io.github.s3backed.core;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Reads gzip members to the end of the stream. {@link java.util.zip.GZIPInputStream} would not do: it takes bytes that
 * follow a member and are no member for the end, and asks {@code available()}, which a network stream cannot answer.
 *
 * <p>A member (RFC 1952, section 2.3):
 *
 * <pre>
 * +---+---+---+---+---+---+---+---+---+---+=======================+===================+===+===+===+===+
 * |1f |8b | 8 |FLG|     MTIME     |XFL|OS | extra, name, comment, |  deflated bytes   |  CRC32  | ISIZE |
 * |   |   |   |   |               |   |   | header CRC, as by FLG |                   |         |       |
 * +---+---+---+---+---+---+---+---+---+---+=======================+===================+===+===+===+===+
 * </pre>
 */
final class GzipDecoder extends InputStream {

    private static final int BUFFER = 8 * 1024;
    private static final int DEFLATE = 8;
    private static final int FHCRC = 2;
    private static final int FEXTRA = 4;
    private static final int FNAME = 8;
    private static final int FCOMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 bodyCrc = new CRC32();
    private final CRC32 headerCrc = new CRC32();
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private boolean insideMember;
    private boolean anyMember;
    private boolean ended;
    private boolean closed;

    GzipDecoder(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (closed) {
            throw new IOException("The stream is closed.");
        }
        if (count == 0) {
            return 0;
        }
        while (!ended) {
            if (insideMember || beginMember()) {
                int n = inflate(target, offset, count);
                if (n > 0) {
                    return n;
                }
            }
        }
        return -1;
    }

    /** Reads a header, or finds the end of the stream in its place. */
    private boolean beginMember() throws IOException {
        if (anyMember && !fill()) {
            ended = true;
            return false;
        }
        readHeader();
        inflater.reset();
        bodyCrc.reset();
        insideMember = true;
        anyMember = true;
        return true;
    }

    private void readHeader() throws IOException {
        headerCrc.reset();
        require(headerByte() == 0x1f && headerByte() == 0x8b, "no gzip member begins here");
        require(headerByte() == DEFLATE, "unknown compression method");
        int flags = headerByte();
        require((flags & RESERVED) == 0, "reserved flags are set");
        skipHeader(6);
        if ((flags & FEXTRA) != 0) {
            skipHeader(headerByte() | headerByte() << 8);
        }
        if ((flags & FNAME) != 0) {
            skipHeaderText();
        }
        if ((flags & FCOMMENT) != 0) {
            skipHeaderText();
        }
        if ((flags & FHCRC) != 0) {
            int expected = (int) headerCrc.getValue() & 0xffff;
            require((nextByte() | nextByte() << 8) == expected, "the header's checksum differs");
        }
    }

    private int inflate(byte[] target, int offset, int count) throws IOException {
        try {
            int n = inflater.inflate(target, offset, count);
            if (n > 0) {
                bodyCrc.update(target, offset, n);
            } else if (inflater.finished()) {
                endMember();
            } else if (inflater.needsDictionary()) {
                throw new ZipException("The gzip data asks for a dictionary.");
            } else {
                if (!fill()) {
                    throw truncated();
                }
                inflater.setInput(buffer, position, limit - position);
                position = limit;
            }
            return n;
        } catch (DataFormatException e) {
            throw (IOException) new ZipException("The gzip data is damaged: " + e.getMessage()).initCause(e);
        }
    }

    private void endMember() throws IOException {
        position = limit - inflater.getRemaining();
        require(littleEndian32() == bodyCrc.getValue(), "the checksum differs");
        require(littleEndian32() == (inflater.getBytesWritten() & 0xffffffffL), "the length differs");
        insideMember = false;
    }

    private long littleEndian32() throws IOException {
        return nextByte() | nextByte() << 8 | nextByte() << 16 | (long) nextByte() << 24;
    }

    private void skipHeader(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            headerByte();
        }
    }

    private void skipHeaderText() throws IOException {
        while (headerByte() != 0) {
            // The name of a file that nobody asks for.
        }
    }

    private int headerByte() throws IOException {
        int b = nextByte();
        headerCrc.update(b);
        return b;
    }

    private int nextByte() throws IOException {
        if (!fill()) {
            throw truncated();
        }
        return buffer[position++] & 0xff;
    }

    /** Makes sure that a byte is there, and tells the end of the stream. */
    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    private static void require(boolean condition, String otherwise) throws ZipException {
        if (!condition) {
            throw new ZipException("The gzip data is damaged: " + otherwise);
        }
    }

    private static EOFException truncated() {
        return new EOFException("The gzip data ends in the middle of a member");
    }

    @Override
    public void close() throws IOException {
        closed = true;
        inflater.end();
        in.close();
    }
}
