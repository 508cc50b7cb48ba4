package io.github.s3backed.streams;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.util.List;
import java.util.Objects;

/**
 * A {@link StreamHandler} for a Lambda function with a DynamoDB stream as its event source. It needs {@code
 * com.amazonaws:aws-lambda-java-events}.
 *
 * <pre>{@code
 * public final class ObjectsOfArticles {
 *     private final LambdaStreamHandler handler = new LambdaStreamHandler(...);
 *
 *     public StreamsEventResponse handleRequest(DynamodbEvent event) {
 *         return handler.handle(event);
 *     }
 * }
 * }</pre>
 *
 * <p>The event source mapping must have {@code ReportBatchItemFailures} among its {@code FunctionResponseTypes}: without it Lambda
 * takes a batch for done whatever is returned, and what failed stays for the sweeper. With it Lambda invokes the function again
 * from the lowest sequence number that was returned on, also with records behind that which were handled: that changes nothing. It holds
 * the shard until then.
 *
 * <p>Safe for use by many threads.
 */
public final class LambdaStreamHandler {

    private static final System.Logger LOG = System.getLogger(StreamHandler.class.getName());

    private final StreamHandler handler;

    /** A handler of events over one of records. */
    public LambdaStreamHandler(StreamHandler handler) {
        this.handler = Objects.requireNonNull(handler, "handler");
    }

    /**
     * Removes what the records of an event have released, of the tables that their event source ARNs name. What fails is logged as
     * a warning.
     *
     * @return the sequence numbers of records that failed
     * @throws StreamRefusedException as {@link StreamHandler#handle} does; no object was removed, and Lambda will invoke the function
     *     with the same batch, or halves of it
     */
    public StreamsEventResponse handle(DynamodbEvent event) {
        List<DynamodbEvent.DynamodbStreamRecord> records = event.getRecords();
        StreamReport report = handler.handleAll(
                records == null
                        ? List.of()
                        : records.stream().map(LambdaRecords::sourced).toList());
        log(report);
        return new StreamsEventResponse(report.failures().stream()
                .map(failure -> new StreamsEventResponse.BatchItemFailure(failure.sequenceNumber()))
                .toList());
    }

    private static void log(StreamReport report) {
        LOG.log(System.Logger.Level.DEBUG, report::toString);
        report.failures().stream()
                .filter(failure -> !(failure.cause() instanceof RecordTooYoungException))
                .findFirst()
                .ifPresent(first -> LOG.log(
                        System.Logger.Level.WARNING,
                        (report.failed() - report.heldBack()) + " of " + report.records()
                                + " records failed and will come again; the first is " + first.sequenceNumber()
                                + " of table '" + first.table() + "'.",
                        first.cause()));
    }
}
