package io.github.s3backed.streams;

import io.github.s3backed.dynamodb.DeclaredTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Facts about tables, asked for before the first record of one, and every few minutes after that. */
final class TableWatch {

    private static final System.Logger LOG = System.getLogger(StreamHandler.class.getName());

    /** A replica may be added while the handler runs. */
    private static final Duration REFRESH = Duration.ofMinutes(10);

    private static final int REGION = 3;

    private final DynamoDbClient client;
    private final InstantSource clock;
    private final ConcurrentMap<String, Known> known = new ConcurrentHashMap<>();
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    TableWatch(DynamoDbClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * What is known of a table.
     *
     * @throws StreamRefusedException if the table contradicts its registration
     */
    Facts facts(DeclaredTable table) {
        Known last = known.get(table.table().name());
        if (last != null && last.asOf().plus(REFRESH).isAfter(clock.instant())) {
            return factsOf(table, last.description());
        }
        TableDescription description = describe(table.table().name());
        known.put(table.table().name(), new Known(description, clock.instant()));
        return factsOf(table, description);
    }

    private @Nullable TableDescription describe(String table) {
        try {
            return client.describeTable(
                            DescribeTableRequest.builder().tableName(table).build())
                    .table();
        } catch (AwsServiceException e) {
            if (e.awsErrorDetails() != null
                    && "AccessDeniedException".equals(e.awsErrorDetails().errorCode())) {
                return null;
            }
            throw e;
        }
    }

    private Facts factsOf(DeclaredTable table, @Nullable TableDescription description) {
        List<String> contradictions = description == null ? List.of() : table.contradictions(description);
        if (!contradictions.isEmpty()) {
            throw new StreamRefusedException(contradictions.get(0) + " Nothing was removed.", null);
        }
        boolean replicated = table.isReplicated(description);
        if (replicated && said.add(table.table().name())) {
            LOG.log(System.Logger.Level.WARNING, replicatedMessage(table, description == null));
        }
        String arn = description == null ? null : description.tableArn();
        return new Facts(replicated, arn, arn == null ? ownRegion() : arn.split(":")[REGION]);
    }

    private static String replicatedMessage(DeclaredTable table, boolean denied) {
        return "Table '" + table.table().name() + "' "
                + (denied
                        ? "is taken for a replicated one, because DescribeTable is denied. Allow dynamodb:DescribeTable, or"
                                + " register it with globalTable(false)."
                        : "is replicated, or registered as such, and replicas may bring back references that were replaced.")
                + " This handler removes nothing of it: its objects are left to the sweeper, which must scan every replica.";
    }

    private @Nullable String ownRegion() {
        return client.serviceClientConfiguration().region() == null
                ? null
                : client.serviceClientConfiguration().region().id();
    }

    /**
     * Facts.
     *
     * @param replicated whether a replica may bring back what was replaced; true also where nobody knows
     * @param arn of the table; null where DescribeTable is denied
     * @param region of the table; null where the client has none
     */
    record Facts(
            boolean replicated,
            @Nullable String arn,
            @Nullable String region) {}

    /**
     * A description.
     *
     * @param description null where it was denied
     */
    private record Known(@Nullable TableDescription description, Instant asOf) {}
}
