package io.github.s3backed.dynamodb;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * Facts about tables, asked for before a table's first write through one client, and every few minutes after that. Where DescribeTable is not
 * permitted they are unknown, and the table is taken for a replicated one unless its registration says otherwise.
 */
final class TableDirectory {

    private static final System.Logger LOG = System.getLogger(TableDirectory.class.getName());

    /** A replica may be added while the client runs. */
    private static final Duration REFRESH = Duration.ofMinutes(10);

    private static final int ACCOUNT = 4;

    private final String region;
    private final LongSupplier nanoTime;
    private final ConcurrentMap<String, Known> known = new ConcurrentHashMap<>();

    TableDirectory(@Nullable String region, LongSupplier nanoTime) {
        this.region = region == null ? TableFacts.UNKNOWN : region;
        this.nanoTime = nanoTime;
    }

    /**
     * What is known of a table.
     *
     * @return a stage that fails with {@link RefusedRequestException} if the table contradicts its registration
     */
    CompletionStage<TableFacts> facts(TablePlan table, DynamoDbCalls calls) {
        Known last = known.get(table.name());
        return last != null && nanoTime.getAsLong() - last.asOf() < REFRESH.toNanos()
                ? CompletableFuture.completedFuture(last.facts())
                : ask(table, calls);
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
        requireMatch(plan, table);
        TableFacts facts = new TableFacts(
                plan.name(),
                accountIn(table.tableArn()),
                region,
                plan.table().globalTable().orElse(TableShape.isReplicated(table)));
        remember(facts);
        return facts;
    }

    private void remember(TableFacts facts) {
        known.put(facts.name(), new Known(facts, nanoTime.getAsLong()));
    }

    /** The fifth part: {@code arn:aws:dynamodb:region:account:table/name}. */
    private static String accountIn(@Nullable String arn) {
        String[] parts = arn == null ? new String[0] : arn.split(":");
        return parts.length > ACCOUNT && !parts[ACCOUNT].isEmpty() ? parts[ACCOUNT] : TableFacts.UNKNOWN;
    }

    private static void requireMatch(TablePlan plan, TableDescription table) {
        TableShape.contradictions(plan, table).stream().findFirst().ifPresent(contradiction -> {
            throw new RefusedRequestException(contradiction + " Nothing was sent or stored.", null);
        });
    }

    private TableFacts unknown(TablePlan plan, Throwable failure) {
        if (failure instanceof RefusedRequestException refused) {
            throw refused;
        }
        if (!isDenied(failure)) {
            Known last = known.get(plan.name());
            if (last != null) {
                return last.facts(); // It will be asked again.
            }
            throw new CompletionException(failure);
        }
        boolean replicated = plan.table().globalTable().orElse(true);
        TableFacts facts = new TableFacts(plan.name(), TableFacts.UNKNOWN, region, replicated);
        remember(facts); // It will not be permitted the next time, either.
        LOG.log(
                System.Logger.Level.WARNING,
                "DescribeTable on '" + plan.name() + "' is denied, so that nobody knows whether the table is replicated"
                        + (replicated
                                ? "; replaced objects are left to the sweeper. Allow dynamodb:DescribeTable, or register the"
                                        + " table with globalTable(false)."
                                : "."),
                failure);
        return facts;
    }

    private static boolean isDenied(Throwable failure) {
        return failure instanceof AwsServiceException answer
                && answer.awsErrorDetails() != null
                && "AccessDeniedException".equals(answer.awsErrorDetails().errorCode());
    }

    /**
     * Facts.
     *
     * @param asOf when they were asked for, by the clock
     */
    private record Known(TableFacts facts, long asOf) {}
}
