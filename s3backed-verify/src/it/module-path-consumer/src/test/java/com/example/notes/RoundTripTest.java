package com.example.notes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.s3backed.codec.text.TextSerializer;
import io.github.s3backed.core.Compressors;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.Serializers;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.core.spi.PayloadSerializer;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoundTripTest {

    @Test
    void storesANoteWithASerializerAndACompressorOfItsOwn() {
        Note note = new Note("title", "text ".repeat(1000));
        assertEquals(note, roundTrip(Serializers.discover().require("note", Note.class), "deflate", note));
    }

    @Test
    void storesTextWithTheCodecThatWasAdded() {
        assertEquals("text", roundTrip(new TextSerializer(), "gzip", "text"));
        assertEquals(Set.of("note", "text"), Serializers.discover().ids());
        assertEquals(Set.of("deflate", "gzip", "identity"), Compressors.discover().ids());
    }

    @Test
    void runsWhereItSaysThatItRuns() {
        assertEquals(true, PayloadPipeline.class.getModule().isNamed());
        assertEquals(true, TextSerializer.class.getModule().isNamed());
    }

    private static <T> T roundTrip(PayloadSerializer<T> serializer, String compressor, T value) {
        PayloadPipeline<T> pipeline = PayloadPipeline.builder(serializer)
                .blobStore(MemoryBlobStore.create("notes"))
                .keyTemplate(KeyTemplate.of("notes/{fingerprint}-{writeId}"))
                .compressor(compressor)
                .build();
        StoredPayload stored = pipeline.store(value, KeyContext.empty());
        return pipeline.load(stored, KeyContext.empty());
    }
}
