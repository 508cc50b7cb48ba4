package io.github.s3backed.enhanced.client;

import io.github.s3backed.core.Serializers;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PayloadSerializer;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.S3BackedTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClientExtension;

/**
 * What both clients are built from.
 *
 * @param <B> the builder itself
 */
abstract sealed class CoordinatedBuilder<B extends CoordinatedBuilder<B>>
        permits S3BackedEnhancedClient.Builder, S3BackedEnhancedAsyncClient.Builder {

    private final S3BackedDynamoDb.Builder coordination = S3BackedDynamoDb.builder();
    private final Map<String, Consumer<S3BackedTable.Builder>> tables = new HashMap<>();
    private @Nullable Serializers serializers;
    private @Nullable List<DynamoDbEnhancedClientExtension> extensions;

    CoordinatedBuilder() {}

    abstract B self();

    /** Where payloads go unless an attribute says otherwise. Required; stays open. */
    public B blobStore(BlobStore store) {
        coordination.blobStore(store);
        return self();
    }

    /** A further store, for attributes that name it; stays open. */
    public B store(String name, BlobStore store) {
        coordination.store(name, store);
        return self();
    }

    /** Everything else that can be said of the coordination: templates, compressor, threshold, limits, clean-up, listener. */
    public B configure(Consumer<S3BackedDynamoDb.Builder> settings) {
        settings.accept(coordination);
        return self();
    }

    /**
     * What is special about a table: its logical name, whether native values are read, whether it has replicas.
     *
     * @param table the table's name, as {@code table} is given it
     * @param settings called for each schema of the table; adds no attributes and no keys, which are the schemas'
     * @throws IllegalArgumentException if there are settings of that table
     */
    public B tableSettings(String table, Consumer<S3BackedTable.Builder> settings) {
        if (tables.putIfAbsent(table, Objects.requireNonNull(settings, "settings")) != null) {
            throw new IllegalArgumentException("The settings of table '" + table + "' are given twice.");
        }
        return self();
    }

    /** The serializers to choose from by id; those of {@link Serializers#discover(PayloadSerializer...)} by default. */
    public B serializers(Serializers found) {
        this.serializers = Objects.requireNonNull(found, "found");
        return self();
    }

    /** The Enhanced Client's extensions in place of the SDK's own, which stay if this is not called. */
    public B extensions(DynamoDbEnhancedClientExtension... extensions) {
        return extensions(List.of(extensions));
    }

    /** The Enhanced Client's extensions in place of the SDK's own, which stay if this is not called. */
    public B extensions(List<DynamoDbEnhancedClientExtension> extensions) {
        this.extensions = List.copyOf(extensions);
        return self();
    }

    final void extend(Consumer<List<DynamoDbEnhancedClientExtension>> client) {
        if (extensions != null) {
            client.accept(extensions);
        }
    }

    final S3BackedDynamoDb coordination() {
        return coordination.build();
    }

    final TableRegistry tables(S3BackedDynamoDb s3backed) {
        return new TableRegistry(
                serializers == null ? Serializers.discover() : serializers,
                tables,
                s3backed::store,
                s3backed::register);
    }

    static <C> C required(@Nullable C client) {
        if (client == null) {
            throw new IllegalArgumentException("An S3-backed Enhanced Client needs a dynamoDbClient.");
        }
        return client;
    }
}
