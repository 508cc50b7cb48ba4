package io.github.s3backed.sweeper;

import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobReader;
import io.github.s3backed.core.spi.FailedDeletion;
import io.github.s3backed.core.spi.ListableBlobStore;
import io.github.s3backed.core.spi.ListedBlob;
import io.github.s3backed.core.spi.Listing;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import io.github.s3backed.dynamodb.AttributeRewriter;
import io.github.s3backed.dynamodb.RegisteredTable;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.StorePolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** A table and a store that make up their contents while they are read: every tenth object is an orphan. */
final class ManyObjects {

    private static final int PAGE = 1000;
    private static final int TENTH = 10;
    private static final Instant STORED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");

    private ManyObjects() {}

    /** Sweeps: number of objects, folder. */
    public static void main(String[] args) {
        long objects = Long.parseLong(args[0]);
        Path folder = Path.of(args[1]);
        Store store = new Store(objects);
        S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                .blobStore(store)
                .table(Field.tableNamed("t"))
                .build();
        long begin = System.nanoTime();
        SweepReport report = Sweeper.builder()
                .store(store)
                .tables(s3backed, new Table(objects))
                .stateFolder(folder.resolve("state"))
                .deleteAndLogTo(folder.resolve("log"))
                .parallelism(2)
                .build()
                .run();
        System.out.println(report.scanned().items() + " " + report.listed().live() + " "
                + report.deleted().objects() + " " + store.deleted + " " + store.deletedWrongly + " "
                + (System.nanoTime() - begin) / 1_000_000 + " ms of "
                + Runtime.getRuntime().maxMemory()
                + " bytes");
    }

    static String key(long number) {
        String hex = HexFormat.of().toHexDigits(number * 0x9E3779B97F4A7C15L);
        return "s3backed/t/" + hex.repeat(2) + "/body/" + hex.repeat(4) + "-" + hex.repeat(2);
    }

    private static boolean isOrphan(long number) {
        return number % TENTH == 0;
    }

    /** Items in the order of their numbers, as many in each segment. */
    private record Table(long objects) implements TableClient {

        @Override
        public String region() {
            return "mars-north-1";
        }

        @Override
        public TableDescription describe(String table) {
            return TableDescription.builder().tableName(table).build();
        }

        @Override
        public ScanResponse scan(ScanRequest request) {
            if (request.totalSegments() == null) {
                return ScanResponse.builder().build();
            }
            long share = objects / request.totalSegments();
            long end = request.segment() == request.totalSegments() - 1 ? objects : share * (request.segment() + 1);
            long from = request.hasExclusiveStartKey()
                            && !request.exclusiveStartKey().isEmpty()
                    ? Long.parseLong(request.exclusiveStartKey().get("id").s())
                    : share * request.segment();
            long to = Math.min(end, from + PAGE);
            List<Map<String, AttributeValue>> items = new ArrayList<>();
            for (long number = from; number < to; number++) {
                if (!isOrphan(number)) {
                    items.add(Map.of("body", AttributeValue.fromS("many://objects/" + key(number))));
                }
            }
            ScanResponse.Builder page = ScanResponse.builder().items(items);
            return to == end
                    ? page.build()
                    : page.lastEvaluatedKey(Map.of("id", AttributeValue.fromS(Long.toString(to))))
                            .build();
        }

        @Override
        public GetItemResponse get(GetItemRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AttributeRewriter rewriter(S3BackedDynamoDb s3backed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void enterStores(S3BackedDynamoDb s3backed) {
            throw new UnsupportedOperationException();
        }
    }

    /** Lists objects in the order of their numbers, and keeps what it says of itself in memory. */
    private static final class Store implements ListableBlobStore {

        private final StoreClock clock = new StoreClock();
        private final MemoryBlobStore registry = MemoryBlobStore.create("registry", clock);
        private final long objects;
        private long deleted;
        private long deletedWrongly;

        Store(long objects) {
            this.objects = objects;
            byte[] policy =
                    "format=1\ngrace-seconds=86400\nwrite-deadline-seconds=3600\n".getBytes(StandardCharsets.UTF_8);
            BlobMetadata plain = new BlobMetadata("text/plain", BlobMetadata.IDENTITY, Map.of());
            registry.put(StorePolicy.KEY, BlobContent.of(policy), plain, PutMode.OVERWRITE);
            clock.advance(Field.OLD);
        }

        @Override
        public BlobLocation location() {
            return new BlobLocation("many", "objects");
        }

        @Override
        public CompletionStage<Listing<ListedBlob>> list(String prefix, String continuation) {
            if (prefix.equals(RegisteredTable.TABLES)) {
                return CompletableFuture.completedFuture(new Listing<>(List.of(), null, NOW));
            }
            long from = continuation == null ? 0 : Long.parseLong(continuation);
            long to = Math.min(objects, from + PAGE);
            List<ListedBlob> page = new ArrayList<>();
            for (long number = from; number < to; number++) {
                page.add(new ListedBlob(key(number), 100, STORED));
            }
            return CompletableFuture.completedFuture(
                    new Listing<>(page, to == objects ? null : Long.toString(to), NOW));
        }

        @Override
        public CompletionStage<List<FailedDeletion>> deleteAll(List<String> keys) {
            for (String key : keys) {
                // The orphans are deleted in the order in which they were listed.
                deletedWrongly += key.equals(key(deleted * TENTH)) ? 0 : 1;
                deleted++;
            }
            return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletionStage<PutResult> put(String key, BlobContent content, BlobMetadata metadata, PutMode mode) {
            return registry.put(key, content, metadata, mode);
        }

        @Override
        public <R> CompletionStage<R> get(String key, BlobReader<R> reader) {
            return registry.get(key, reader);
        }

        @Override
        public CompletionStage<Optional<BlobInfo>> head(String key) {
            return registry.head(key);
        }

        @Override
        public CompletionStage<Void> delete(String key) {
            return registry.delete(key);
        }
    }
}
