package io.github.s3backed.examples;

import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.enhanced.client.S3BackedEnhancedClient;
import io.github.s3backed.test.servers.DynamoDbServer;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** A table of this run's own, which closing removes. */
final class ItemTable implements AutoCloseable {

    private final @Nullable DynamoDbServer server;
    private final DynamoDbClient client;
    private final String name;
    private final String where;
    private volatile @Nullable S3BackedEnhancedClient coordinated;

    private ItemTable(@Nullable DynamoDbServer server, Connection connection, String name) {
        this.server = server;
        this.client = connection.configure(DynamoDbClient.builder()).build();
        this.name = name;
        this.where = server == null ? "DynamoDB at " + connection : "DynamoDB Local, in this process's memory";
    }

    /** In the memory of this process. */
    static ItemTable local(String name) {
        DynamoDbServer server = startQuietly();
        return new ItemTable(server, Connection.local(server.endpoint(), server.newCredentials()), name);
    }

    /** It prints its settings to standard output, and has no option for not doing so. */
    private static DynamoDbServer startQuietly() {
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            return DynamoDbServer.start();
        } finally {
            System.setOut(out);
        }
    }

    static ItemTable remote(Connection connection, String name) {
        try {
            return new ItemTable(null, connection, name);
        } catch (SdkException e) {
            throw new UserException("Cannot use DynamoDB at " + connection, e);
        }
    }

    /** Makes the table, and waits for it. */
    DynamoDbTable<FileItem> create(BlobStore store, Consumer<S3BackedDynamoDb.Builder> settings) {
        coordinated = S3BackedEnhancedClient.builder()
                .dynamoDbClient(client)
                .blobStore(store)
                .configure(settings)
                // What {table} stands for in keys: this table's own name is another in every run.
                .tableSettings(name, table -> table.logicalName("files"))
                .build();
        DynamoDbTable<FileItem> table = coordinated.table(name, FileItem.schema());
        try {
            table.createTable();
            client.waiter().waitUntilTableExists(request -> request.tableName(name));
        } catch (SdkException e) {
            throw new UserException("Cannot make the table " + name + " in " + where, e);
        }
        return table;
    }

    /** The item as DynamoDB holds it. */
    Map<String, AttributeValue> rawItem(String key) {
        return client.getItem(request -> request.tableName(name)
                        .key(Map.of(FileItem.NAME, AttributeValue.fromS(key)))
                        .consistentRead(true))
                .item();
    }

    String name() {
        return name;
    }

    @Override
    public void close() {
        S3BackedEnhancedClient over = coordinated;
        if (over != null) {
            over.close();
        }
        if (server != null) {
            client.close();
            server.close();
            return;
        }
        try (client) {
            client.deleteTable(request -> request.tableName(name));
        } catch (ResourceNotFoundException e) {
            // It was never made.
        }
    }

    @Override
    public String toString() {
        return where;
    }
}
