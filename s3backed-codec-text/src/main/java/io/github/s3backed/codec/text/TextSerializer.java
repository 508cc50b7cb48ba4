package io.github.s3backed.codec.text;

import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@link String} payloads as text: every character comes back, or the text is refused. Nothing is replaced by {@code ?}
 * or U+FFFD; a byte order mark in the text is a character like any other. Immutable and safe for use by many threads.
 *
 * <p>UTF-8 (RFC 3629) holds every text but one with an unpaired surrogate. Other charsets refuse what they cannot hold,
 * and what they would hold but not give back, such as the characters that Shift_JIS maps onto others. To see that, all
 * charsets but UTF-8, US-ASCII and ISO-8859-1 read in memory what they are about to write; prefer UTF-8 for large text.
 */
public final class TextSerializer implements PayloadSerializer<String> {

    /** Charsets whose decoder undoes what their encoder did, whatever the text. */
    private static final Set<Charset> EXACT =
            Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1);

    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,32}");

    private final Charset charset;
    private final String id;

    /** Text in UTF-8, with the id {@code text}. */
    public TextSerializer() {
        this(StandardCharsets.UTF_8);
    }

    private TextSerializer(Charset charset) {
        this.charset = charset;
        this.id = idOf(charset);
    }

    /**
     * Text in any charset that can encode. The id is {@code text} for UTF-8; for any other it is {@code text-} and the
     * charset's canonical name in lower case with {@code -} for {@code _}, such as {@code text-iso-8859-1}, because an
     * id names exact bytes.
     *
     * @throws IllegalArgumentException if the charset can only decode, or if that id is longer than 32 characters or
     *     holds others than {@code a-z}, {@code 0-9} and {@code -}
     */
    public static TextSerializer of(Charset charset) {
        if (!charset.canEncode()) {
            throw new IllegalArgumentException("The charset " + charset + " can decode, but not encode.");
        }
        return new TextSerializer(charset);
    }

    private static String idOf(Charset charset) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return "text";
        }
        String id = "text-" + charset.name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("The charset " + charset + " makes the id '" + id
                    + "', but an id is 1 to 32 characters of a-z, 0-9 and '-'.");
        }
        return id;
    }

    @Override
    public String id() {
        return id;
    }

    /** {@code text/plain} with the charset. */
    @Override
    public String contentType() {
        return "text/plain; charset=" + charset.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Type type() {
        return String.class;
    }

    /**
     * {@inheritDoc}
     *
     * @throws CharacterCodingException if the text holds an unpaired surrogate or a character that the charset cannot
     *     hold
     */
    @Override
    public void serialize(String value, OutputStream out) throws IOException {
        if (EXACT.contains(charset)) {
            StrictText.encode(value, charset, out);
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StrictText.encode(value, charset, bytes);
        if (!StrictText.decode(bytes.toByteArray(), bytes.size(), charset).equals(value)) {
            throw new CharacterCodingException();
        }
        bytes.writeTo(out);
    }

    /**
     * {@inheritDoc} Reads {@code in} to its end, whatever the claimed length.
     *
     * @throws CharacterCodingException if the bytes are not text in the charset
     */
    @Override
    public String deserialize(InputStream in, long length) throws IOException {
        return StrictText.read(in, length, charset);
    }
}
