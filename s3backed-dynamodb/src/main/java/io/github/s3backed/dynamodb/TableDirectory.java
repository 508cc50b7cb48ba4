package io.github.s3backed.dynamodb;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.MultiRegionConsistency;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * Facts about tables, asked for once per table, before its first write through one client. Where DescribeTable is not
 * permitted they are unknown, and the table is taken for a replicated one unless its registration says otherwise.
 */
final class TableDirectory {

    private static final System.Logger LOG = System.getLogger(TableDirectory.class.getName());

    private final String region;
    private final ConcurrentMap<String, TableFacts> known = new ConcurrentHashMap<>();

    TableDirectory(@Nullable String region) {
        this.region = region == null ? TableFacts.UNKNOWN : region;
    }

    /**
     * What is known of a table.
     *
     * @return a stage that fails with {@link RefusedRequestException} if the table contradicts its registration
     */
    CompletionStage<TableFacts> facts(TablePlan table, DynamoDbCalls calls) {
        TableFacts facts = known.get(table.name());
        return facts != null ? CompletableFuture.completedFuture(facts) : ask(table, calls);
    }

    private CompletionStage<TableFacts> ask(TablePlan table, DynamoDbCalls calls) {
        return calls.call(
                        Operation.DESCRIBE_TABLE,
                        DescribeTableRequest.builder().tableName(table.name()).build())
                .handle((response, failure) -> failure == null
                        ? described(table, response.table())
                        : unknown(table, Failures.unwrap(failure)));
    }

    private TableFacts described(TablePlan plan, TableDescription table) {
        requireKeys(plan, table);
        TableFacts facts = new TableFacts(
                plan.name(),
                table.tableArn() == null
                        ? TableFacts.UNKNOWN
                        : Arn.fromString(table.tableArn()).accountId().orElse(TableFacts.UNKNOWN),
                region,
                plan.table().globalTable().orElse(isReplicated(table)));
        known.put(plan.name(), facts);
        return facts;
    }

    private static boolean isReplicated(TableDescription table) {
        return table.hasReplicas()
                && !table.replicas().isEmpty()
                && table.multiRegionConsistency() != MultiRegionConsistency.STRONG;
    }

    private static void requireKeys(TablePlan plan, TableDescription table) {
        List<String> actual = Stream.of(KeyType.HASH, KeyType.RANGE)
                .flatMap(type -> table.keySchema().stream().filter(key -> key.keyType() == type))
                .map(KeySchemaElement::attributeName)
                .toList();
        if (!actual.equals(plan.keyAttributes())) {
            throw new RefusedRequestException(
                    "Table '" + plan.name() + "' has the key " + actual + " and was registered with "
                            + plan.keyAttributes() + ": objects would get the keys of other items. Nothing was sent or"
                            + " stored; correct the registration.",
                    null);
        }
        // What DynamoDB knows as an attribute definition is a key of the table or of an index.
        table.attributeDefinitions().stream()
                .map(definition -> definition.attributeName())
                .filter(plan.offloaded()::contains)
                .findFirst()
                .ifPresent(key -> {
                    throw new RefusedRequestException(
                            "The attribute '" + key + "' of table '" + plan.name()
                                    + "' is a key of an index, and cannot be"
                                    + " S3-backed: the index would hold references. Nothing was sent or stored.",
                            null);
                });
    }

    private TableFacts unknown(TablePlan plan, Throwable failure) {
        if (failure instanceof RefusedRequestException refused) {
            throw refused;
        }
        boolean replicated = plan.table().globalTable().orElse(true);
        TableFacts facts = new TableFacts(plan.name(), TableFacts.UNKNOWN, region, replicated);
        if (failure instanceof AwsServiceException answer
                && answer.statusCode() < 500
                && !answer.isThrottlingException()) {
            known.put(plan.name(), facts); // It will not be permitted the next time, either.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "DescribeTable on '" + plan.name() + "' failed, so that nobody knows whether"
                            + " the table is replicated"
                            + (replicated
                                    ? "; replaced objects are left to the sweeper. Allow"
                                            + " dynamodb:DescribeTable, or register the table with globalTable(false)."
                                    : "."),
                    failure);
        }
        return facts;
    }

    /** What is known already of the tables; for tests and reports. */
    Map<String, TableFacts> known() {
        return Map.copyOf(known);
    }
}
