/** JSON payloads for s3backed. */
@org.jspecify.annotations.NullMarked
module io.github.s3backed.codec.json {
    requires static org.jspecify;
    requires transitive io.github.s3backed.core;
    requires transitive com.fasterxml.jackson.core;
    requires transitive com.fasterxml.jackson.databind;

    exports io.github.s3backed.codec.json;

    provides io.github.s3backed.core.spi.PayloadSerializer with
            io.github.s3backed.codec.json.JsonSerializer;
}
