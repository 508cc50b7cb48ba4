package io.github.s3backed.enhanced.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PutMode;
import java.util.Map;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;

/** Converters that need no codec, and hands into a store past them. */
final class Converters {

    private Converters() {}

    /** Text by two functions. */
    static S3BackedConverter<String> text(S3BackedConverterConfig config) {
        return S3BackedConverter.of(
                EnhancedType.of(String.class),
                "test-text",
                text -> text.getBytes(UTF_8),
                bytes -> new String(bytes, UTF_8),
                config);
    }

    static S3BackedConverter<String> text(BlobStore store) {
        return text(S3BackedConverterConfig.create(store));
    }

    /** Stores an object as {@code pynamodb_mate} does: without metadata. */
    static void putForeign(BlobStore store, String key, byte[] body) {
        BlobMetadata metadata = new BlobMetadata("binary/octet-stream", BlobMetadata.IDENTITY, Map.of());
        store.put(key, BlobContent.of(body), metadata, PutMode.OVERWRITE)
                .toCompletableFuture()
                .join();
    }

    static byte[] body(BlobStore store, String key) {
        return store.get(key, (info, body) -> body.readAllBytes())
                .toCompletableFuture()
                .join();
    }
}
