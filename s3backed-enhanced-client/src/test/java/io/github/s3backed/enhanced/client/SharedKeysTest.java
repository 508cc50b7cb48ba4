package io.github.s3backed.enhanced.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.spi.BlobInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What happens where equal payloads meet under one key. */
class SharedKeysTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final SettableClock clock = new SettableClock();
    private final MemoryBlobStore store = MemoryBlobStore.create("bucket", clock);
    private final S3BackedConverter<String> converter = Converters.text(S3BackedConverterConfig.builder()
            .blobStore(store)
            .pynamodbMateCompatible(true)
            .trustSharedObjectsFor(Duration.ofHours(12))
            .build());

    @Test
    void anEqualPayloadIsReferredToAndNotStoredAgain() {
        AttributeValue first = converter.transformFrom("hello");
        clock.now = NOON.plus(Duration.ofHours(11));

        assertThat(converter.transformFrom("hello")).isEqualTo(first);
        assertThat(info().lastModified()).isEqualTo(NOON);
    }

    @Test
    void anOldObjectIsStoredAnewSoThatNoSweeperTakesIt() {
        converter.transformFrom("hello");
        clock.now = NOON.plus(Duration.ofHours(13));

        AttributeValue stored = converter.transformFrom("hello");

        assertThat(info().lastModified()).isEqualTo(clock.now);
        assertThat(converter.transformTo(stored)).isEqualTo("hello");
    }

    @Test
    void anObjectOfTheAncestorIsReferredToAsItIs() throws IOException {
        byte[] theirs = gzip("hello");
        Converters.putForeign(store, key(), theirs);

        AttributeValue stored = converter.transformFrom("hello");

        assertThat(Converters.body(store, key())).isEqualTo(theirs);
        assertThat(converter.transformTo(stored)).isEqualTo("hello");
    }

    @Test
    void anOldObjectOfTheAncestorIsStoredAnewInItsOwnForm() throws IOException {
        byte[] theirs = gzip("hello");
        Converters.putForeign(store, key(), theirs);
        clock.now = NOON.plus(Duration.ofHours(13));

        // Even a configuration that would store it in a form which the ancestor's reader does not know.
        Converters.text(S3BackedConverterConfig.builder()
                        .blobStore(store)
                        .compressor("identity")
                        .build())
                .transformFrom("hello");

        assertThat(Converters.body(store, key())).isEqualTo(theirs);
        assertThat(info().lastModified()).isEqualTo(clock.now);
        assertThat(info().metadata().userMetadata()).isEmpty();
    }

    @Test
    void anObjectThatHoldsSomethingElseIsReplaced() {
        Converters.putForeign(store, key(), "jello".getBytes(UTF_8));

        assertThat(converter.transformTo(converter.transformFrom("hello"))).isEqualTo("hello");
    }

    private static String key() {
        return "pynamodb-mate/s3backed/2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    }

    private BlobInfo info() {
        return store.head(key()).toCompletableFuture().join().orElseThrow();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static final class SettableClock extends Clock {

        private Instant now = NOON;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
