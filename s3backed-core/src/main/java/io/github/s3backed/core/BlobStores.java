package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.BlobStoreProvider;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Blob stores from configured URIs, such as {@code s3://my-bucket}, {@code file:///var/data/my-bucket} or {@code mem://x}. */
public final class BlobStores {

    private static final Map<String, String> ARTIFACTS = Map.of("s3", "s3backed-store-s3");

    private BlobStores() {}

    /**
     * Builds the store that {@code uri} configures. The caller closes it.
     *
     * @throws MissingProviderException if no provider knows the scheme; the message names the artifact to add
     * @throws IllegalArgumentException if the URI has no scheme, or its provider does not understand it
     */
    public static BlobStore create(URI uri) {
        if (uri.getScheme() == null) {
            throw new IllegalArgumentException(
                    "A blob store's URI begins with a scheme, such as s3://my-bucket, but was: " + uri);
        }
        return Registry.of(
                        "blob store",
                        ARTIFACTS,
                        BlobStoreProvider::scheme,
                        List.of(),
                        Registry.discover(BlobStoreProvider.class))
                .require(uri.getScheme().toLowerCase(Locale.ROOT))
                .create(uri);
    }
}
