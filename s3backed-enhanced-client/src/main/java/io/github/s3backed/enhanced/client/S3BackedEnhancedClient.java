package io.github.s3backed.enhanced.client;

import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The SDK's Enhanced Client over a coordinated {@link DynamoDbClient}: S3-backed attributes of its tables live in a blob
 * store, what a rejected write has uploaded is removed, and objects go with their items. Everything else is as it was.
 *
 * <pre>{@code
 * S3BackedEnhancedClient client = S3BackedEnhancedClient.builder()
 *         .dynamoDbClient(dynamoDb)
 *         .blobStore(S3BlobStore.create(s3, "my-bucket"))
 *         .build();
 * DynamoDbTable<Article> articles = client.table("articles", S3BackedTableSchema.fromBean(Article.class));
 * }</pre>
 *
 * <p>Every writer of a table must make it by such a client, or leave its S3-backed attributes alone. Safe for use by many
 * threads.
 */
public interface S3BackedEnhancedClient extends DynamoDbEnhancedClient, AutoCloseable {

    /** A builder with the defaults that its methods name. */
    static Builder builder() {
        return new Builder();
    }

    /**
     * A table. Several schemas may share one, as long as they agree on which attributes are S3-backed. Sends nothing.
     *
     * @param name the table's name; not an ARN if an attribute is S3-backed
     * @throws IllegalArgumentException if an S3-backed attribute is a key or nested, if {@link S3Backed} would have no
     *     effect, if another schema of the table contradicts this one, or if settings are not valid
     * @throws io.github.s3backed.core.MissingProviderException if there is no serializer or compressor with a chosen id
     */
    @Override
    <T> DynamoDbTable<T> table(String name, TableSchema<T> schema);

    /** The coordination, for what goes beyond single tables. Closed with this client. */
    S3BackedDynamoDb s3backed();

    /**
     * Frees what this client made for itself. The {@link DynamoDbClient} and the stores that the builder was given stay
     * open: they are their owners'.
     */
    @Override
    void close();

    /** Configures a client. Not thread-safe. */
    final class Builder extends CoordinatedBuilder<Builder> {

        private @Nullable DynamoDbClient dynamoDb;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** What items are read and written with. Required; stays open. */
        public Builder dynamoDbClient(DynamoDbClient client) {
            this.dynamoDb = Objects.requireNonNull(client, "client");
            return this;
        }

        /**
         * The client.
         *
         * @throws IllegalArgumentException if {@code dynamoDbClient} or {@code blobStore} is missing, or settings are not
         *     valid or contradict each other
         */
        public S3BackedEnhancedClient build() {
            DynamoDbClient client = required(dynamoDb);
            S3BackedDynamoDb s3backed = coordination();
            DynamoDbEnhancedClient.Builder enhanced =
                    DynamoDbEnhancedClient.builder().dynamoDbClient(s3backed.wrap(client));
            extend(enhanced::extensions);
            return CoordinatedClient.over(
                    S3BackedEnhancedClient.class,
                    DynamoDbEnhancedClient.class,
                    enhanced.build(),
                    s3backed,
                    tables(s3backed));
        }
    }
}
