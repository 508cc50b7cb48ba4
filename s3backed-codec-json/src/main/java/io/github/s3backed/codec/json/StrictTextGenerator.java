package io.github.s3backed.codec.json;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.CharBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to write an unpaired surrogate. Jackson would write it as an escape, and refuse that itself where it reads it
 * in a name; what other readers make of it is unpredictable (RFC 8259, section 8.2).
 */
final class StrictTextGenerator extends JsonGeneratorDelegate {

    StrictTextGenerator(JsonGenerator generator) {
        super(generator, false);
    }

    @Override
    public void writeFieldName(String name) throws IOException {
        require(name);
        super.writeFieldName(name);
    }

    @Override
    public void writeFieldName(SerializableString name) throws IOException {
        require(name.getValue());
        super.writeFieldName(name);
    }

    @Override
    public void writeString(@Nullable String text) throws IOException {
        if (text != null) {
            require(text);
        }
        super.writeString(text);
    }

    @Override
    public void writeString(SerializableString text) throws IOException {
        require(text.getValue());
        super.writeString(text);
    }

    @Override
    public void writeString(char[] text, int offset, int length) throws IOException {
        require(CharBuffer.wrap(text, offset, length));
        super.writeString(text, offset, length);
    }

    @Override
    public void writeString(Reader reader, int length) throws IOException {
        StringWriter text = new StringWriter();
        reader.transferTo(text);
        String all = text.toString();
        writeString(length < 0 ? all : all.substring(0, Math.min(length, all.length())));
    }

    @Override
    public void writeArray(String[] array, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (array[i] != null) {
                require(array[i]);
            }
        }
        super.writeArray(array, offset, length);
    }

    private void require(CharSequence text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!pairAt(text, i)) {
                    throw new JsonGenerationException(
                            "A string holds an unpaired surrogate at index " + i + ", which JSON cannot hold.", this);
                }
                i++;
            }
        }
    }

    private static boolean pairAt(CharSequence text, int i) {
        return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
    }
}
