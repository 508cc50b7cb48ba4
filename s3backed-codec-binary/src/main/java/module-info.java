/** Binary payloads for s3backed. */
@org.jspecify.annotations.NullMarked
module io.github.s3backed.codec.binary {
    requires static org.jspecify;
    requires transitive io.github.s3backed.core;

    exports io.github.s3backed.codec.binary;

    provides io.github.s3backed.core.spi.PayloadSerializer with
            io.github.s3backed.codec.binary.BinarySerializer;
}
