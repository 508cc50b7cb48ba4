package io.github.s3backed.examples;

import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.primaryPartitionKey;

import io.github.s3backed.core.StreamedPayload;
import io.github.s3backed.enhanced.client.S3BackedAttributeConverter;
import io.github.s3backed.enhanced.client.S3BackedEnhancedAsyncClient;
import io.github.s3backed.enhanced.client.S3BackedEnhancedClient;
import io.github.s3backed.store.s3.S3BlobStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbAsyncTable;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Stores one file as the payload of items, by the blocking and the asynchronous client and with several compressors, and reads each
 * back, byte for byte. Prints how long that took and how much memory this process needed at most. Its heap is given on its command
 * line.
 */
final class LargeClient {

    private static final String BUCKET = "large";
    private static final List<String> COMPRESSORS = List.of("identity", "gzip", "zstd");

    private final Path file;
    private final Connection s3;
    private final Connection dynamoDb;

    private LargeClient(Path file, Connection s3, Connection dynamoDb) {
        this.file = file;
        this.s3 = s3;
        this.dynamoDb = dynamoDb;
    }

    /** @param args the file, and the line that {@link LargeServers} prints */
    public static void main(String[] args) throws IOException {
        try (InputStream config = LargeClient.class.getResourceAsStream("logging.properties")) {
            LogManager.getLogManager().readConfiguration(config);
        }
        Connection s3 = connection(args[1], args[2], args[3]);
        Connection dynamoDb = connection(args[4], args[5], args[6]);
        PeakHeap heap = PeakHeap.watch();
        boolean equal = new LargeClient(Path.of(args[0]), s3, dynamoDb).run();
        System.out.println("Heap: " + Text.size(heap.bytes()) + " at most, of "
                + Text.size(Runtime.getRuntime().maxMemory()) + " that it was given. Resident: " + residentPeak()
                + ".");
        System.exit(equal ? 0 : 1);
    }

    private static Connection connection(String endpoint, String accessKey, String secret) {
        return new Connection(
                URI.create(endpoint),
                Region.US_EAST_1,
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secret)));
    }

    private boolean run() throws IOException {
        System.out.println(
                String.format("%-10s  %-10s  %10s  %10s  %10s", "client", "compressor", "stored", "put", "get"));
        boolean equal = true;
        try (S3Client client =
                s3.configure(S3Client.builder()).forcePathStyle(true).build()) {
            client.createBucket(create -> create.bucket(BUCKET));
            for (String compressor : COMPRESSORS) {
                equal &= blocking(client, compressor);
            }
        }
        try (S3AsyncClient client =
                s3.configure(S3AsyncClient.builder()).forcePathStyle(true).build()) {
            for (String compressor : COMPRESSORS) {
                equal &= async(client, compressor);
            }
        }
        return equal;
    }

    private boolean blocking(S3Client client, String compressor) throws IOException {
        try (DynamoDbClient items = dynamoDb.configure(DynamoDbClient.builder()).build();
                S3BackedEnhancedClient enhanced = S3BackedEnhancedClient.builder()
                        .dynamoDbClient(items)
                        .blobStore(S3BlobStore.create(client, BUCKET))
                        .build()) {
            DynamoDbTable<Recording> table = enhanced.table("blocking-" + compressor, schema(compressor));
            table.createTable();
            long began = System.nanoTime();
            table.putItem(Recording.of("1", StreamedPayload.of(file)));
            long stored = System.nanoTime();
            boolean equal = isEqual(table.getItem(Recording.KEY));
            report(
                    "blocking",
                    compressor,
                    table.getItem(Recording.KEY),
                    stored - began,
                    System.nanoTime() - stored,
                    equal);
            table.deleteItem(Recording.KEY);
            return equal;
        }
    }

    private boolean async(S3AsyncClient client, String compressor) throws IOException {
        try (DynamoDbAsyncClient items =
                        dynamoDb.configure(DynamoDbAsyncClient.builder()).build();
                S3BackedEnhancedAsyncClient enhanced = S3BackedEnhancedAsyncClient.builder()
                        .dynamoDbClient(items)
                        .blobStore(S3BlobStore.create(client, BUCKET))
                        .build()) {
            DynamoDbAsyncTable<Recording> table = enhanced.table("async-" + compressor, schema(compressor));
            table.createTable().join();
            long began = System.nanoTime();
            table.putItem(Recording.of("1", StreamedPayload.of(file))).join();
            long stored = System.nanoTime();
            boolean equal = isEqual(table.getItem(Recording.KEY).join());
            report(
                    "async",
                    compressor,
                    table.getItem(Recording.KEY).join(),
                    stored - began,
                    System.nanoTime() - stored,
                    equal);
            table.deleteItem(Recording.KEY).join();
            return equal;
        }
    }

    private static void report(String client, String compressor, Recording read, long put, long get, boolean equal) {
        long stored = read.getPayload().info().toCompletableFuture().join().storedLength();
        System.out.println(String.format(
                "%-10s  %-10s  %10s  %10s  %10s  %s",
                client,
                compressor,
                Text.size(stored),
                Text.time(Duration.ofNanos(put)),
                Text.time(Duration.ofNanos(get)),
                equal ? "equal" : "DIFFERS"));
    }

    private boolean isEqual(@Nullable Recording read) throws IOException {
        try (InputStream expected = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                InputStream actual = read.getPayload().open()) {
            byte[] one = new byte[1 << 16];
            byte[] other = new byte[1 << 16];
            int n = expected.readNBytes(one, 0, one.length);
            while (n > 0) {
                int m = actual.readNBytes(other, 0, n);
                if (m != n || !Arrays.equals(one, 0, n, other, 0, n)) {
                    return false;
                }
                n = expected.readNBytes(one, 0, one.length);
            }
            return actual.read() < 0;
        }
    }

    private static TableSchema<Recording> schema(String compressor) {
        return StaticTableSchema.builder(Recording.class)
                .newItemSupplier(Recording::new)
                .addAttribute(
                        String.class,
                        a -> a.name("id")
                                .getter(Recording::getId)
                                .setter(Recording::setId)
                                .tags(primaryPartitionKey()))
                .addAttribute(
                        StreamedPayload.class,
                        a -> a.name("payload")
                                .getter(Recording::getPayload)
                                .setter(Recording::setPayload)
                                .attributeConverter(
                                        S3BackedAttributeConverter.streamed().compressor(compressor)))
                .build();
    }

    /** What Linux says of this process; nothing elsewhere. */
    private static String residentPeak() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                ? Files.readAllLines(status).stream()
                                .filter(line -> line.startsWith("VmHWM:"))
                                .map(line -> Text.size(Long.parseLong(line.replaceAll("\\D", "")) * 1024))
                                .findFirst()
                                .orElse("unknown")
                        + " at most"
                : "unknown";
    }

    /** An item with a large payload. */
    static final class Recording {

        static final Key KEY = Key.builder().partitionValue("1").build();

        private @Nullable String id;
        private @Nullable StreamedPayload payload;

        static Recording of(String id, StreamedPayload payload) {
            Recording recording = new Recording();
            recording.id = id;
            recording.payload = payload;
            return recording;
        }

        @Nullable
        String getId() {
            return id;
        }

        void setId(@Nullable String id) {
            this.id = id;
        }

        @Nullable
        StreamedPayload getPayload() {
            return payload;
        }

        void setPayload(@Nullable StreamedPayload payload) {
            this.payload = payload;
        }
    }
}
