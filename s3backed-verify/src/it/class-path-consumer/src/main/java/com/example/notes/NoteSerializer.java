package com.example.notes;

import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/** A serializer of one's own. */
public final class NoteSerializer implements PayloadSerializer<Note> {

    public String id() { return "note"; }
    public String contentType() { return "text/x-note"; }
    public Type type() { return Note.class; }

    public void serialize(Note note, OutputStream out) throws IOException {
        out.write((note.title() + "\n" + note.text()).getBytes(StandardCharsets.UTF_8));
    }

    public Note deserialize(InputStream in, long length) throws IOException {
        String[] parts = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", 2);
        return new Note(parts[0], parts[1]);
    }
}
