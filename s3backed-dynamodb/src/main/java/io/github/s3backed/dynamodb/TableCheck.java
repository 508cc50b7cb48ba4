package io.github.s3backed.dynamodb;

import io.github.s3backed.core.spi.Finding;
import io.github.s3backed.core.spi.Finding.Severity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Compares a table with its registration, and finds out who removes the objects of which of its items. */
final class TableCheck {

    private static final Set<TableStatus> OUT_OF_USE = EnumSet.of(
            TableStatus.CREATING,
            TableStatus.DELETING,
            TableStatus.ARCHIVING,
            TableStatus.ARCHIVED,
            TableStatus.INACCESSIBLE_ENCRYPTION_CREDENTIALS);

    private static final Set<TimeToLiveStatus> EXPIRING =
            EnumSet.of(TimeToLiveStatus.ENABLED, TimeToLiveStatus.ENABLING);

    private final TablePlan plan;
    private final DynamoDbCalls calls;

    TableCheck(TablePlan plan, DynamoDbCalls calls) {
        this.plan = plan;
        this.calls = calls;
    }

    /** A stage that does not fail. */
    CompletionStage<List<Finding>> run() {
        return attempt(
                        Operation.DESCRIBE_TABLE,
                        DescribeTableRequest.builder().tableName(plan.name()).build())
                .handle((answer, failure) ->
                        failure == null ? described(answer.table()) : undescribed(Failures.unwrap(failure)))
                .thenCompose(findings -> findings.stream().anyMatch(TableCheck::isHopeless)
                        ? CompletableFuture.completedFuture(findings)
                        : withExpiry(findings))
                .exceptionally(failure -> List.of(finding(
                        Severity.ERROR,
                        "DynamoDB's answer makes no sense. Is something else at the client's endpoint? "
                                + Failures.unwrap(failure))));
    }

    private static boolean isHopeless(Finding finding) {
        return finding.severity() == Severity.ERROR;
    }

    private List<Finding> described(TableDescription table) {
        List<Finding> findings = new ArrayList<>();
        if (OUT_OF_USE.contains(table.tableStatus())) {
            findings.add(finding(
                    Severity.ERROR,
                    "The table is " + table.tableStatusAsString() + ". Requests fail until it is ACTIVE."));
        }
        TableShape.contradictions(plan, table).forEach(message -> findings.add(finding(Severity.ERROR, message)));
        if (plan.table().globalTable().orElse(TableShape.isReplicated(table))) {
            findings.add(
                    finding(
                            Severity.INFO,
                            "The table is replicated, or registered as such, and replicas may bring back references that were"
                                    + " replaced: replaced and deleted objects are left to the sweeper, which must scan every replica."));
        } else if (TableShape.isReplicated(table)) {
            findings.add(finding(
                    Severity.ERROR,
                    "The table has replicas and is registered with globalTable(false): a replica may bring back a"
                            + " reference whose object was removed. Register it with globalTable(true), or not at"
                            + " all."));
        }
        return findings;
    }

    private List<Finding> undescribed(Throwable failure) {
        if (failure instanceof ResourceNotFoundException) {
            return List.of(finding(
                    Severity.ERROR,
                    "There is no such table. Make it, or correct the name, or the region, endpoint or account of the"
                            + " client."));
        }
        if (!isDenied(failure)) {
            return List.of(finding(Severity.ERROR, "The table cannot be asked for: " + answerOf(failure)));
        }
        boolean unsaid = plan.table().globalTable().isEmpty();
        return List.of(finding(
                unsaid ? Severity.WARNING : Severity.INFO,
                "DescribeTable is not permitted, so that its keys and indexes could not be compared with the registration"
                        + (unsaid
                                ? ", and the table is taken for a replicated one: replaced and deleted objects are left"
                                        + " to the sweeper. Allow dynamodb:DescribeTable, or register it with"
                                        + " globalTable(false)."
                                : ". Allow dynamodb:DescribeTable.")));
    }

    private CompletionStage<List<Finding>> withExpiry(List<Finding> findings) {
        return attempt(
                        Operation.DESCRIBE_TIME_TO_LIVE,
                        DescribeTimeToLiveRequest.builder()
                                .tableName(plan.name())
                                .build())
                .handle((answer, failure) -> {
                    List<Finding> all = new ArrayList<>(findings);
                    if (failure == null) {
                        expiry(answer.timeToLiveDescription(), all);
                    } else if (!plan.table().expiryHandled()) {
                        all.add(expiryUnknown(Failures.unwrap(failure)));
                    }
                    return all;
                });
    }

    private void expiry(TimeToLiveDescription ttl, List<Finding> findings) {
        if (EXPIRING.contains(ttl.timeToLiveStatus()) && !plan.table().expiryHandled()) {
            findings.add(finding(
                    Severity.WARNING,
                    "Items expire by the attribute '" + ttl.attributeName()
                            + "', which no client sees: their objects stay until a sweep. Run a handler on the table's"
                            + " stream that removes them (s3backed-streams). If there is one, or the sweeper is enough, register the table"
                            + " with expiryHandled(true)."));
        }
    }

    private Finding expiryUnknown(Throwable failure) {
        return finding(
                Severity.INFO,
                "Whether items expire, which would leave their objects to the sweeper, is not known: "
                        + (isDenied(failure)
                                ? "allow dynamodb:DescribeTimeToLive to be told"
                                : "DescribeTimeToLive got " + answerOf(failure))
                        + ", or register the table with expiryHandled(true).");
    }

    private static boolean isDenied(Throwable failure) {
        return code(failure).equals("AccessDeniedException");
    }

    private static String code(Throwable failure) {
        return failure instanceof AwsServiceException refused && refused.awsErrorDetails() != null
                ? String.valueOf(refused.awsErrorDetails().errorCode())
                : "";
    }

    private static String answerOf(Throwable failure) {
        return failure instanceof AwsServiceException refused
                ? "DynamoDB answered " + refused.statusCode() + " " + code(failure) + ". " + adviceOn(refused)
                : "there was no complete answer. " + failure.getMessage();
    }

    private static String adviceOn(AwsServiceException refused) {
        return switch (code(refused)) {
            case "UnrecognizedClientException",
                    "InvalidSignatureException",
                    "ExpiredTokenException",
                    "MissingAuthenticationTokenException",
                    "IncompleteSignatureException" -> "See that the client has valid credentials, and the right time.";
            default -> "Try again.";
        };
    }

    private Finding finding(Severity severity, String message) {
        return new Finding(severity, "table '" + plan.name() + "'", message);
    }

    /** A call that ends as a future also if the client throws, as one does that was closed. */
    private <Q, R> CompletableFuture<R> attempt(Operation<Q, R> operation, Q request) {
        try {
            return calls.call(operation, request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
