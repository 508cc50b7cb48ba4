package io.github.s3backed.sweeper;

import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.ListedBlob;
import io.github.s3backed.core.spi.Listing;
import io.github.s3backed.core.spi.VersionedBlobStore;
import io.github.s3backed.core.spi.Versioning;
import io.github.s3backed.dynamodb.RefusedRequestException;
import io.github.s3backed.dynamodb.RegisteredTable;
import io.github.s3backed.dynamodb.StorePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.MultiRegionConsistency;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Finds every reason for which a sweep might remove something that is needed, before it begins. */
final class Preflight {

    private static final int ACCOUNT = 4;

    /** Writers read the policy every ten minutes, and end what they began by the one before. */
    private static final Duration SETTLED = Duration.ofHours(24);

    private final SweepSettings settings;
    private final List<String> reasons = new ArrayList<>();
    private final Map<ScannedTable, String> accounts = new LinkedHashMap<>();
    private final Set<String> unreadable = new HashSet<>();
    private final List<String> tableIds = new ArrayList<>();
    private @Nullable Instant now;

    private Preflight(SweepSettings settings) {
        this.settings = settings;
    }

    /**
     * What a sweep stands on.
     *
     * @throws SweepRefusedException with every reason against it
     */
    static Ground check(SweepSettings settings) {
        return new Preflight(settings).run();
    }

    private Ground run() {
        // The clock of the store is read first: what is stored later than this is of no concern.
        List<String> registry = registry();
        Optional<StorePolicy> policy = policy();
        Versioning versioning = versioning();
        checkSharedKeys(versioning);
        checkRetention(versioning);
        settings.tables().forEach(this::checkTable);
        registry.forEach(this::checkEntry);
        if (!reasons.isEmpty() || now == null) {
            throw new SweepRefusedException(reasons);
        }
        return new Ground(now, policy.orElseThrow(), versioning, List.copyOf(tableIds));
    }

    private List<String> registry() {
        List<String> keys = new ArrayList<>();
        String continuation = null;
        do {
            Listing<ListedBlob> page = Waiting.on(
                    settings.store().list(RegisteredTable.TABLES, continuation),
                    settings.scans().patience());
            now = now == null ? page.observedAt() : now;
            page.entries().forEach(entry -> keys.add(entry.key()));
            continuation = page.continuation();
        } while (continuation != null);
        return keys;
    }

    private Optional<StorePolicy> policy() {
        String name = settings.store().location() + "/" + StorePolicy.KEY;
        Optional<BlobInfo> info = Waiting.on(
                settings.store().head(StorePolicy.KEY), settings.scans().patience());
        if (info.isEmpty()) {
            reasons.add("There is no policy " + name + ": no coordinated client has written to this store, or somebody"
                    + " removed it. Correct the store's name, or let a client write.");
            return Optional.empty();
        }
        if (info.get().age().compareTo(SETTLED) < 0 && settings.gracePeriod() == null) {
            reasons.add("The policy " + name + " is younger than " + SETTLED
                    + ": writers may still act by a former one, with" + " a longer write deadline. Wait.");
        }
        return Waiting.on(StorePolicy.read(settings.store()), settings.scans().patience());
    }

    private Versioning versioning() {
        return settings.store() instanceof VersionedBlobStore versioned
                ? Waiting.on(versioned.versioning(), settings.scans().patience())
                : Versioning.NEVER;
    }

    private void checkSharedKeys(Versioning versioning) {
        if (!settings.judge().hasSharedTemplates() || settings.exclusiveKeysOnly()) {
            return;
        }
        if (versioning != Versioning.ENABLED) {
            reasons.add("Key templates without {writeId} are declared, and versioning of "
                    + settings.store().location()
                    + " is " + versioning + ": a writer may refer to an object again while it is deleted, and only"
                    + " deleting by version id spares what it has stored anew. Enable versioning, or sweep with"
                    + " exclusiveKeysOnly.");
        }
        if (!settings.retention().isZero()) {
            reasons.add(
                    "A retention is set, and key templates without {writeId} are declared: their objects can only be"
                            + " deleted for good. Set none, or sweep with exclusiveKeysOnly.");
        }
    }

    private void checkRetention(Versioning versioning) {
        if (!settings.retention().isZero() && versioning != Versioning.ENABLED) {
            reasons.add(
                    "A retention is set, and versioning of " + settings.store().location() + " is " + versioning
                            + ": nothing would tell since when an object has been unreferenced. Enable versioning, or set none.");
        }
    }

    private void checkTable(ScannedTable table) {
        try {
            TableDescription description = table.client().describe(table.name());
            accounts.put(table, accountIn(description.tableArn()));
            // Another table of that name, restored perhaps, has another id.
            tableIds.add(description.tableId() + "/" + description.creationDateTime());
            checkReplicas(table, description);
            table.client()
                    .scan(Scans.probe(table.name(), table.declared().table().partitionKey()));
        } catch (RefusedRequestException e) {
            reasons.add(
                    "Table '" + table.name() + "' would be scanned with a wrapped client, which shows payloads and no"
                            + " references. Give the client that was wrapped.");
        } catch (AwsServiceException e) {
            unreadable.add(table.name());
            reasons.add("Table '" + table.name() + "' in " + table.client().region() + " cannot be read: "
                    + e.getMessage() + ". Allow dynamodb:DescribeTable and dynamodb:Scan, or correct its name.");
        }
    }

    private void checkReplicas(ScannedTable table, TableDescription description) {
        if (description.multiRegionConsistency() == MultiRegionConsistency.STRONG) {
            return; // Each replica tells of all.
        }
        if (description.globalTableVersion() != null && description.replicas().isEmpty()) {
            reasons.add("Table '" + table.name() + "' is a global table of version "
                    + description.globalTableVersion()
                    + ", which does not say where its replicas are. Upgrade it.");
        }
        description.replicas().stream()
                .map(replica -> replica.regionName())
                .filter(region -> settings.tables().stream()
                        .noneMatch(other -> other.name().equals(table.name())
                                && other.client().region().equals(region)))
                .forEach(region -> reasons.add("Table '" + table.name() + "' has a replica in " + region
                        + " that is not scanned, and may bring back a reference. Add the tables once more with a client of"
                        + " that region."));
    }

    /** The fifth part: {@code arn:aws:dynamodb:region:account:table/name}. */
    private static String accountIn(@Nullable String arn) {
        String[] parts = arn == null ? new String[0] : arn.split(":");
        return parts.length > ACCOUNT && !parts[ACCOUNT].isEmpty() ? parts[ACCOUNT] : RegisteredTable.UNKNOWN;
    }

    private void checkEntry(String key) {
        Optional<RegisteredTable> entry = RegisteredTable.parse(key);
        if (entry.isEmpty()) {
            reasons.add("The registry holds " + key + ", which this version cannot read. Upgrade the sweeper.");
        } else if (!unreadable.contains(entry.get().name())
                && !isCovered(entry.get(), settings.unknownAccountsAreOurs())) {
            reasons.add(describe(entry.get()) + advice(entry.get()));
        }
    }

    private boolean isCovered(RegisteredTable entry, boolean unknownIsOurs) {
        return accounts.entrySet().stream()
                .anyMatch(table -> table.getKey().covers(entry, table.getValue(), unknownIsOurs));
    }

    private static String describe(RegisteredTable entry) {
        return "Table '" + entry.name() + "' (logical name '" + entry.logicalName() + "', account " + entry.account()
                + ", region " + entry.region() + ") refers to this store and is not scanned. ";
    }

    private String advice(RegisteredTable entry) {
        return isCovered(entry, true)
                ? "A declared table has that name, and its writer was not told account or region: if it is the same one,"
                        + " sweep with unknownAccountsAreOurs, or remove " + entry.key() + "."
                : "Declare it; if it is gone, with all its backups, remove " + entry.key() + ".";
    }

    /**
     * What was found.
     *
     * @param now by the store's clock, before anything else was looked at
     * @param tableIds what tells each table from another that has or had its name
     */
    record Ground(Instant now, StorePolicy policy, Versioning versioning, List<String> tableIds) {}
}
