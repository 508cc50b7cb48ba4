package io.github.s3backed.dynamodb;

import io.github.s3backed.core.Compressors;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.WriteIds;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;

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

    private final Map<String, BlobStore> namedStores;
    private final Tables tables = new Tables();
    private final PlanFactory plans;
    private final Function<Duration, CompletionStage<Void>> pauses;
    private final Events events;
    private final LongSupplier nanoTime;
    private final Supplier<String> writeIds;

    private S3BackedDynamoDb(Builder builder, BlobStore blobStore) {
        this.namedStores = Map.copyOf(builder.namedStores);
        this.plans = new PlanFactory(builder, blobStore);
        this.pauses = builder.pauses;
        this.events = builder.events == null ? new EventQueue(builder.listener) : builder.events;
        this.nanoTime = builder.nanoTime;
        this.writeIds = builder.writeIds;
        builder.tables.forEach(this::register);
    }

    /** A builder with the defaults that its methods name. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A client that behaves as {@code client} does, with registered tables S3-backed. Calls to DynamoDB stay on the calling
     * thread. Closing it closes {@code client}.
     */
    public DynamoDbClient wrap(DynamoDbClient client) {
        return ClientProxy.of(client, coordinator(client.serviceClientConfiguration()));
    }

    /**
     * A client that behaves as {@code client} does, with registered tables S3-backed. It never blocks a thread, but
     * serializes and compresses on the calling one, and completes its futures on threads of the store, which must not be
     * blocked either. Cancelling a future stops what has not started; what was sent by then is of unknown outcome. Closing it
     * closes {@code client}.
     */
    public DynamoDbAsyncClient wrap(DynamoDbAsyncClient client) {
        return ClientProxy.of(client, coordinator(client.serviceClientConfiguration()));
    }

    /** The client within one that was wrapped; any other is given back. For tools that look at what DynamoDB itself holds. */
    public static DynamoDbClient unwrap(DynamoDbClient client) {
        return ClientProxy.unwrap(DynamoDbClient.class, client);
    }

    private Coordinator coordinator(DynamoDbServiceClientConfiguration client) {
        World world = new World(nanoTime, writeIds, pauses, new SdkRetries(client), events);
        String region = client.region() == null ? null : client.region().id();
        return new Coordinator(
                tables,
                new TableDirectory(region, nanoTime),
                world,
                client.overrideConfiguration().apiCallTimeout());
    }

    /**
     * Registers a table, or further attributes of one: several types of items may share a table. Registering the same twice
     * changes nothing. Clients that were wrapped before know it as well.
     *
     * @throws IllegalArgumentException if it contradicts what is registered, or its settings contradict each other; nothing
     *     is changed then
     * @throws io.github.s3backed.core.MissingProviderException if there is no compressor with a chosen id
     */
    public void register(S3BackedTable table) {
        tables.add(plans.plan(table), plans::merge);
    }

    /**
     * Copies an item to another primary key or table, its payloads within the store: what they cost is a request each, and none of their
     * bytes is downloaded where the store can copy. The copy is of one moment, and its objects are its own.
     *
     * @param client a wrapped client or any other, as which DynamoDB is asked
     * @return whether there was such an item
     * @throws IllegalArgumentException if a table is not registered
     * @throws RefusedRequestException if an S3-backed attribute of the source is none in the target, or has another format there;
     *     nothing was sent
     * @throws software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException if there is an item at the new primary key,
     *     and it is not to be replaced
     * @throws RuntimeException as any write of a wrapped client
     */
    public boolean copyItem(DynamoDbClient client, ItemCopy copy) {
        return transfer(client, copy, false);
    }

    /** As {@link #copyItem(DynamoDbClient, ItemCopy)}, without blocking a thread. */
    public CompletableFuture<Boolean> copyItem(DynamoDbAsyncClient client, ItemCopy copy) {
        return transfer(client, copy, false);
    }

    /**
     * As {@link #copyItem(DynamoDbClient, ItemCopy)}, and removes the item in the same transaction, its objects after it. The transaction
     * requires that each attribute that was read is as it was; an attribute that somebody adds meanwhile is not seen, and goes with the
     * source: where that may happen, copy, and delete on a condition that tells.
     *
     * @throws software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException if there is an item at the new primary key, and it
     *     is not to be replaced; or if the item changed at every one of five tries, or after an attempt of
     *     which the outcome is unknown: then an {@link OutcomeUnknownException} is among the suppressed ones
     */
    public boolean moveItem(DynamoDbClient client, ItemCopy copy) {
        return transfer(client, copy, true);
    }

    /** As {@link #moveItem(DynamoDbClient, ItemCopy)}, without blocking a thread. */
    public CompletableFuture<Boolean> moveItem(DynamoDbAsyncClient client, ItemCopy copy) {
        return transfer(client, copy, true);
    }

    private boolean transfer(DynamoDbClient client, ItemCopy copy, boolean removesSource) {
        DynamoDbClient plain = ClientProxy.unwrap(DynamoDbClient.class, client);
        CallingThread caller = new CallingThread();
        return caller.await(coordinator(plain.serviceClientConfiguration())
                .transfer(copy, removesSource, DynamoDbCalls.over(plain, caller)));
    }

    private CompletableFuture<Boolean> transfer(DynamoDbAsyncClient client, ItemCopy copy, boolean removesSource) {
        DynamoDbAsyncClient plain = ClientProxy.unwrap(DynamoDbAsyncClient.class, client);
        return coordinator(plain.serviceClientConfiguration()).transfer(copy, removesSource, DynamoDbCalls.over(plain));
    }

    /**
     * Stores values of S3-backed attributes in another way than they are stored in, for tools such as a migration.
     *
     * @param client a wrapped client or any other, as which DynamoDB is asked
     */
    public AttributeRewriter rewriter(DynamoDbClient client) {
        DynamoDbClient plain = ClientProxy.unwrap(DynamoDbClient.class, client);
        Coordinator coordinator = coordinator(plain.serviceClientConfiguration());
        return new AttributeRewriter(rewrite -> {
            CallingThread caller = new CallingThread();
            return caller.await(coordinator.rewrite(rewrite, DynamoDbCalls.over(plain, caller)));
        });
    }

    /** As {@link #rewriter(DynamoDbClient)}. */
    public AttributeRewriter rewriter(DynamoDbAsyncClient client) {
        DynamoDbAsyncClient plain = ClientProxy.unwrap(DynamoDbAsyncClient.class, client);
        Coordinator coordinator = coordinator(plain.serviceClientConfiguration());
        return new AttributeRewriter(
                rewrite -> new CallingThread().await(coordinator.rewrite(rewrite, DynamoDbCalls.over(plain))));
    }

    /**
     * Makes every configured store know every table that is registered, as the first write of each client does for the store that it
     * writes to, and waits for it. A sweep then sees to it that none of these tables is overlooked. For tables that hold references
     * and were not written by a client, such as one that was restored from a backup.
     *
     * @param client a wrapped client or any other, as which DynamoDB is asked
     * @throws RuntimeException if a table cannot be described for another reason than that it is not permitted, contradicts its
     *     registration, or a store cannot be written; it may know some of the tables then
     */
    public void enterStores(DynamoDbClient client) {
        DynamoDbClient plain = ClientProxy.unwrap(DynamoDbClient.class, client);
        CallingThread caller = new CallingThread();
        caller.await(coordinator(plain.serviceClientConfiguration())
                .enter(plans.registries(), DynamoDbCalls.over(plain, caller)));
    }

    /** As {@link #enterStores(DynamoDbClient)}. */
    public void enterStores(DynamoDbAsyncClient client) {
        DynamoDbAsyncClient plain = ClientProxy.unwrap(DynamoDbAsyncClient.class, client);
        new CallingThread()
                .await(coordinator(plain.serviceClientConfiguration())
                        .enter(plans.registries(), DynamoDbCalls.over(plain)));
    }

    /**
     * Finds out, before the first request does, what is wrong with the registered tables and the stores: whether they are
     * there, agree with their registrations, and permit what clients need. Meant for the start of an application:
     *
     * <pre>{@code
     * s3backed.check(dynamoDb).requireHealthy();
     * }</pre>
     *
     * <p>It reads descriptions of the tables and no items, and puts, reads and deletes one small object per store under {@code
     * s3backed/.registry/}. It throws nothing because of what it finds: what is denied, missing or unreachable is a finding.
     * That it finds nothing does not say that writes of items are permitted, which cannot be tried without one.
     *
     * @param client a wrapped client or any other, as which DynamoDB is asked
     * @throws software.amazon.awssdk.core.exception.AbortedException if the thread is interrupted
     */
    public CheckReport check(DynamoDbClient client) {
        CallingThread caller = new CallingThread();
        return caller.await(check(DynamoDbCalls.over(client, caller)));
    }

    /** As {@link #check(DynamoDbClient)}, without blocking a thread. The future does not fail. */
    public CompletableFuture<CheckReport> check(DynamoDbAsyncClient client) {
        return check(DynamoDbCalls.over(client));
    }

    private CompletableFuture<CheckReport> check(DynamoDbCalls calls) {
        Collection<TablePlan> all = tables.all();
        List<CompletableFuture<List<Finding>>> checks = Stream.concat(
                        all.stream().map(table -> new TableCheck(table, calls).run()),
                        plans.checks(all).stream().map(StoreCheck::run))
                .map(CompletionStage::toCompletableFuture)
                .toList();
        return CompletableFuture.allOf(checks.toArray(CompletableFuture[]::new))
                .thenApply(done -> new CheckReport(checks.stream()
                        .map(CompletableFuture::join)
                        .flatMap(List::stream)
                        .toList()));
    }

    /** What is registered by now, sorted by the tables' names; a copy. For tools such as a sweeper. */
    public List<DeclaredTable> tables() {
        return tables.all().stream()
                .sorted(Comparator.comparing(TablePlan::name))
                .map(plan -> plans.declared(plan, events))
                .toList();
    }

    /**
     * What is registered by now, as data for a tool that runs elsewhere; a copy. It knows no region: say {@link Registration#in} for
     * tables that are not in that of whoever reads it.
     */
    public Registration registration() {
        return plans.registration(tables.all());
    }

    /**
     * The store that was configured under a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public BlobStore store(String name) {
        BlobStore store = namedStores.get(name);
        if (store == null) {
            throw new IllegalArgumentException("No blob store has the name '" + name + "'. Configured: "
                    + (namedStores.isEmpty() ? "none" : String.join(", ", new TreeSet<>(namedStores.keySet())))
                    + ". Add it with store(name, store).");
        }
        return store;
    }

    /** Frees what this object made for itself. Clients and stores stay open: they are their owners'. */
    @Override
    public void close() {
        events.close();
    }

    /** Configures the coordination. Not thread-safe. */
    public static final class Builder {

        private static final int DEFAULT_THRESHOLD = 4096;
        private static final long DEFAULT_MAX_PAYLOAD_BYTES = 256L * 1024 * 1024;
        private static final long DEFAULT_MAX_STREAMED_BYTES = 1L << 40;
        /** What the SDK's HTTP clients have connections for, unless configured otherwise. */
        private static final int DEFAULT_CONCURRENCY = 50;

        private static final long DEFAULT_BYTES_IN_FLIGHT = 64L * 1024 * 1024;

        private final Map<String, BlobStore> namedStores = new LinkedHashMap<>();
        private final List<BlobStore> readFrom = new ArrayList<>();
        private final List<S3BackedTable> tables = new ArrayList<>();
        private @Nullable BlobStore blobStore;
        private S3BackedListener listener = new LoggingListener();
        final List<KeyTemplate> formerKeyTemplates = new ArrayList<>();
        KeyTemplate keyTemplate = KeyTemplate.EXCLUSIVE;
        String compressor = "gzip";

        @Nullable
        Compressors compressors;

        int threshold = DEFAULT_THRESHOLD;
        long maxPayloadBytes = DEFAULT_MAX_PAYLOAD_BYTES;
        long maxStreamedBytes = DEFAULT_MAX_STREAMED_BYTES;

        @Nullable
        Path temporaryFolder;

        CleanUp cleanUp = CleanUp.IMMEDIATE;
        int concurrency = DEFAULT_CONCURRENCY;
        long maxBytesInFlight = DEFAULT_BYTES_IN_FLIGHT;
        LongSupplier nanoTime = new ElapsedTime();
        private Function<Duration, CompletionStage<Void>> pauses = Pauses::pause;
        private @Nullable Events events;
        private Supplier<String> writeIds = WriteIds.random();

        private Builder() {}

        /** Where payloads go unless an attribute says otherwise. Required; stays open. */
        public Builder blobStore(BlobStore store) {
            this.blobStore = Objects.requireNonNull(store, "store");
            return this;
        }

        /** A further store that attributes can name, and whose references are followed. Stays open. */
        public Builder store(String name, BlobStore store) {
            namedStores.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(store, "store"));
            return this;
        }

        /** Further stores whose references are followed, such as the bucket of a former configuration. They stay open. */
        public Builder readFrom(BlobStore... stores) {
            readFrom.addAll(List.of(stores));
            return this;
        }

        /** What new keys are built from unless an attribute says otherwise; {@link KeyTemplate#EXCLUSIVE} by default. */
        public Builder keyTemplate(KeyTemplate template) {
            this.keyTemplate = Objects.requireNonNull(template, "template");
            return this;
        }

        /** Templates that keys were built from before, and which references are still read by; none by default. */
        public Builder formerKeyTemplates(KeyTemplate... templates) {
            formerKeyTemplates.addAll(List.of(templates));
            return this;
        }

        /** The id of the compressor for new payloads unless an attribute says otherwise; {@code gzip} by default. */
        public Builder compressor(String id) {
            this.compressor = Objects.requireNonNull(id, "id");
            return this;
        }

        /** The compressors to choose from by id; those of {@link Compressors#discover} by default. */
        public Builder compressors(Compressors found) {
            this.compressors = Objects.requireNonNull(found, "found");
            return this;
        }

        /**
         * From how many stored (compressed) bytes a payload is offloaded unless an attribute says otherwise; 4,096 by default,
         * and 0 for all.
         *
         * @param bytes 0 to 409,600; checked when a table is registered
         */
        public Builder threshold(int bytes) {
            this.threshold = bytes;
            return this;
        }

        /**
         * The most serialized, uncompressed bytes that a payload may have, on writes and on reads; 256 MiB by default.
         *
         * @param bytes 1 or more; checked when a table is registered
         */
        public Builder maxPayloadBytes(long bytes) {
            this.maxPayloadBytes = bytes;
            return this;
        }

        /**
         * The most uncompressed bytes that a streamed payload may have, on writes and on reads; 1 TiB by default.
         *
         * @param bytes 1 or more; checked when a table is registered
         */
        public Builder maxStreamedBytes(long bytes) {
            this.maxStreamedBytes = bytes;
            return this;
        }

        /**
         * Where the stored bytes of streamed payloads are kept, in files that only their owner can read, until their write has ended; the
         * system's folder for temporary files by default.
         *
         * @param folder must be there, writable, and have room for the largest payloads that are written at once
         */
        public Builder temporaryFolder(Path folder) {
            this.temporaryFolder = Objects.requireNonNull(folder, "folder");
            return this;
        }

        /** Who removes objects that nothing refers to any more; the client by default. */
        public Builder cleanUp(CleanUp policy) {
            this.cleanUp = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * The most requests that are under way with one store at once, of all wrapped clients together; 50 by default, as many
         * as the SDK's HTTP clients have connections. Give it the number that the store's client has.
         *
         * @param requests 1 or more
         */
        public Builder concurrency(int requests) {
            if (requests < 1) {
                throw new IllegalArgumentException("At least 1 request must be possible at once, but was: " + requests);
            }
            this.concurrency = requests;
            return this;
        }

        /**
         * The most stored bytes in memory that are under way with one store at once; 64 MiB by default. An object that is larger
         * than that travels alone; one that is streamed is not in memory, and counts as a request. How large an object is that is read is known when its answer begins: reads that had begun by
         * then may exceed this.
         *
         * @param bytes 1 or more
         */
        public Builder maxBytesInFlight(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("At least 1 byte must be possible in flight, but was: " + bytes);
            }
            this.maxBytesInFlight = bytes;
            return this;
        }

        /**
         * Who hears what happens, in place of the default, which logs failed clean-ups and unknown outcomes as warnings through
         * {@link System.Logger}, and the rest at level DEBUG.
         */
        public Builder listener(S3BackedListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** A table to register, as by {@link S3BackedDynamoDb#register}. */
        public Builder table(S3BackedTable table) {
            tables.add(Objects.requireNonNull(table, "table"));
            return this;
        }

        Builder nanoTime(LongSupplier clock) {
            this.nanoTime = clock;
            return this;
        }

        Builder writeIds(Supplier<String> ids) {
            this.writeIds = ids;
            return this;
        }

        Builder pauses(Function<Duration, CompletionStage<Void>> stages) {
            this.pauses = stages;
            return this;
        }

        /** Who hears what happens at once, on the thread on which it does, in place of the listener. */
        Builder events(Events immediate) {
            this.events = immediate;
            return this;
        }

        /** Every store that was configured. */
        List<BlobStore> allStores(BlobStore own) {
            List<BlobStore> all = new ArrayList<>(List.of(own));
            all.addAll(namedStores.values());
            all.addAll(readFrom);
            return all;
        }

        /**
         * The coordination.
         *
         * @throws IllegalArgumentException if there is no blob store, or settings contradict each other
         * @throws io.github.s3backed.core.MissingProviderException if there is no compressor with a chosen id
         */
        public S3BackedDynamoDb build() {
            if (blobStore == null) {
                throw new IllegalArgumentException("S3-backed clients need a blobStore.");
            }
            return new S3BackedDynamoDb(this, blobStore);
        }
    }
}
