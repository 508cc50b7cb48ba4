/** Notes, on the module path. */
module com.example.notes {
    requires io.github.s3backed.core;
    requires io.github.s3backed.codec.text;

    provides io.github.s3backed.core.spi.PayloadSerializer with com.example.notes.NoteSerializer;
    provides io.github.s3backed.core.spi.Compressor with com.example.notes.DeflateCompressor;
}
