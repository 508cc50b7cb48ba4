package io.github.s3backed.codec.text;

import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Encoding and decoding without replacements, and with as few copies as can be. */
final class StrictText {

    private static final int CHUNK = 8 * 1024;
    private static final char REPLACEMENT = '\uFFFD';
    // Some JVMs have no larger arrays.

    private StrictText() {}

    /** Encodes chunk by chunk: the bytes of the whole text are never in memory here. */
    static void encode(String text, Charset charset, OutputStream out) throws IOException {
        // A new encoder reports what it cannot encode; only the convenience methods of String replace it.
        CharsetEncoder encoder = charset.newEncoder();
        CharBuffer chars = CharBuffer.allocate(CHUNK);
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.ceil(CHUNK * (double) encoder.maxBytesPerChar()));
        int position = 0;
        boolean last;
        do {
            position += fill(chars, text, position);
            last = position == text.length();
            encode(encoder, chars, bytes, last, out);
            // What is left is the first half of a surrogate pair.
            chars.compact();
        } while (!last);
        while (encoder.flush(bytes).isOverflow()) {
            drain(bytes, out);
        }
        drain(bytes, out);
    }

    private static int fill(CharBuffer chars, String text, int position) {
        int count = Math.min(chars.remaining(), text.length() - position);
        text.getChars(position, position + count, chars.array(), chars.position());
        chars.position(chars.position() + count).flip();
        return count;
    }

    private static void encode(
            CharsetEncoder encoder, CharBuffer chars, ByteBuffer bytes, boolean last, OutputStream out)
            throws IOException {
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            result = encoder.encode(chars, bytes, last);
            if (result.isError()) {
                result.throwException();
            }
            drain(bytes, out);
        }
    }

    private static void drain(ByteBuffer bytes, OutputStream out) throws IOException {
        out.write(bytes.array(), 0, bytes.position());
        bytes.clear();
    }

    static String read(InputStream in, long claimed, Charset charset) throws IOException {
        byte[] bytes = PayloadSerializer.readAllBytes(in, claimed);
        return decode(bytes, bytes.length, charset);
    }

    static String decode(byte[] bytes, int count, Charset charset) throws CharacterCodingException {
        if (charset.equals(StandardCharsets.UTF_8)) {
            // String's own decoder is several times faster, and shows by a U+FFFD where it replaced something.
            String text = new String(bytes, 0, count, charset);
            if (text.indexOf(REPLACEMENT) < 0) {
                return text;
            }
        }
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes, 0, count)).toString();
    }
}
