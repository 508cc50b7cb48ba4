package io.github.s3backed.dynamodb;

import io.github.s3backed.core.Compressors;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.spi.BlobStore;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Wraps DynamoDB clients so that registered attributes live in a blob store, and coordinates both: objects of rejected
 * writes are removed, objects go with their items, and an item that a wrapped client committed never lacks its object.
 *
 * <pre>{@code
 * S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
 *         .blobStore(S3BlobStore.create(s3, "my-bucket"))
 *         .table(S3BackedTable.builder("articles").partitionKey("id")
 *                 .attribute(S3BackedAttribute.text("body").build())
 *                 .build())
 *         .build();
 * DynamoDbClient client = s3backed.wrap(dynamoDb);
 * }</pre>
 *
 * <p>Every writer of a registered table must use a wrapped client, or leave the S3-backed attributes alone. Safe for use by
 * many threads.
 */
public final class S3BackedDynamoDb implements AutoCloseable {

    private S3BackedDynamoDb(Builder builder, BlobStore blobStore) {}

    /** A builder with the defaults that its methods name. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A client that behaves as {@code client} does, with registered tables S3-backed. Calls to DynamoDB stay on the calling
     * thread. Closing it closes {@code client}.
     */
    public DynamoDbClient wrap(DynamoDbClient client) {
        throw new UnsupportedOperationException();
    }

    /**
     * A client that behaves as {@code client} does, with registered tables S3-backed. It never blocks a thread. Closing it
     * closes {@code client}.
     */
    public DynamoDbAsyncClient wrap(DynamoDbAsyncClient client) {
        throw new UnsupportedOperationException();
    }

    /**
     * Registers a table, or further attributes of one: several types of items may share a table. Registering the same twice
     * changes nothing.
     *
     * @throws IllegalArgumentException if it contradicts what is registered, or its settings contradict each other
     * @throws io.github.s3backed.core.MissingProviderException if there is no compressor with a chosen id
     */
    public void register(S3BackedTable table) {
        throw new UnsupportedOperationException();
    }

    /** The store that was registered under a name. */
    public BlobStore store(String name) {
        throw new UnsupportedOperationException();
    }

    /** Frees what this object made for itself. Clients and stores stay open: they are their owners'. */
    @Override
    public void close() {}

    /** Configures the coordination. Not thread-safe. */
    public static final class Builder {

        private @Nullable BlobStore blobStore;
        private KeyTemplate keyTemplate = KeyTemplate.EXCLUSIVE;

        private Builder() {}

        /** Where payloads go unless an attribute says otherwise. Required; stays open. */
        public Builder blobStore(BlobStore store) {
            this.blobStore = Objects.requireNonNull(store, "store");
            return this;
        }

        public Builder store(String name, BlobStore store) {
            return this;
        }

        public Builder readFrom(BlobStore... stores) {
            return this;
        }

        public Builder keyTemplate(KeyTemplate template) {
            this.keyTemplate = template;
            return this;
        }

        public Builder formerKeyTemplates(KeyTemplate... templates) {
            return this;
        }

        public Builder compressor(String id) {
            return this;
        }

        public Builder compressors(Compressors found) {
            return this;
        }

        public Builder threshold(int bytes) {
            return this;
        }

        public Builder maxPayloadBytes(long bytes) {
            return this;
        }

        public Builder cleanUp(CleanUp policy) {
            return this;
        }

        public Builder concurrency(int requests) {
            return this;
        }

        public Builder maxBytesInFlight(long bytes) {
            return this;
        }

        public Builder listener(S3BackedListener listener) {
            return this;
        }

        public Builder table(S3BackedTable table) {
            return this;
        }

        public S3BackedDynamoDb build() {
            return new S3BackedDynamoDb(this, Objects.requireNonNull(blobStore));
        }
    }
}
