package io.github.s3backed.core.spi;

import java.net.URI;

/**
 * Builds a {@link BlobStore} from a URI that an operator configured, such as {@code s3://my-bucket}. Found through
 * {@link java.util.ServiceLoader} by its scheme. It is never asked about a reference that was found in an item: where
 * data goes is configuration.
 */
public interface BlobStoreProvider {

    /** The URI scheme that this provider answers to: 1 to 32 characters of {@code a-z}, {@code 0-9} and {@code -}. */
    String scheme();

    /**
     * Builds a store. The caller closes it.
     *
     * @throws IllegalArgumentException if the URI is not one that this provider understands; the message says which
     *     form it expects
     */
    BlobStore create(URI uri);
}
