package io.github.s3backed.simulator;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.streams.SimulatedStream;
import io.github.s3backed.streams.StreamHandler;
import io.github.s3backed.streams.StreamReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Identity;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/**
 * The stream of the table, and a consumer that gives its records to the project's own handler: in order, late, and more than
 * once where a record has failed, the consumer has crashed, or its checkpoint was lost.
 */
final class Stream extends Process {

    /** The ways in which a batch comes that is not all there is, or whose checkpoint is lost. */
    private static final int ONE_RECORD = 1;

    private static final int CHECKPOINT_LOST = 2;
    private static final int WAYS = 3;

    private static final Identity TIME_TO_LIVE = Identity.builder()
            .type("Service")
            .principalId("dynamodb.amazonaws.com")
            .build();

    private final Duration grace;
    private final Table table;
    private final Bucket bucket;
    private final List<Record> records = new ArrayList<>();
    private int checkpoint;
    private int handled;
    private boolean heldBack;

    Stream(Simulation simulation, int number, Duration grace, Table table, Bucket bucket) {
        super(simulation, number, Coverage.Role.STREAM);
        this.grace = grace;
        this.table = table;
        this.bucket = bucket;
    }

    /** A change of the table. Its record comes later. */
    void changed(String id, Map<String, AttributeValue> before, Map<String, AttributeValue> after, boolean timeToLive) {
        if (before.equals(after)) {
            return; // DynamoDB Streams writes no record of that.
        }
        boolean idle = checkpoint == records.size() && !isRunning();
        records.add(record(id, before, after, timeToLive));
        if (idle) {
            simulation.add(this);
        }
    }

    private Record record(
            String id, Map<String, AttributeValue> before, Map<String, AttributeValue> after, boolean timeToLive) {
        return Record.builder()
                .eventName(
                        before.isEmpty()
                                ? OperationType.INSERT
                                : after.isEmpty() ? OperationType.REMOVE : OperationType.MODIFY)
                .awsRegion("eu-central-1")
                .userIdentity(timeToLive ? TIME_TO_LIVE : null)
                .dynamodb(data -> data.sequenceNumber(Integer.toString(records.size()))
                        .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)
                        .approximateCreationDateTime(Bucket.instant(simulation.now()))
                        .keys(Map.of(Table.KEY, Act.s(id)))
                        .oldImage(before.isEmpty() ? null : before)
                        .newImage(after.isEmpty() ? null : after))
                .build();
    }

    @Override
    public int ways() {
        return WAYS;
    }

    @Override
    void run(LockStep lockStep, int way) {
        handled = 0;
        List<Record> batch =
                List.copyOf(records.subList(checkpoint, way == ONE_RECORD ? checkpoint + 1 : records.size()));
        if (heldBack) {
            Record first = batch.get(0);
            simulation.passUntil(
                    Duration.between(Bucket.instant(0), first.dynamodb().approximateCreationDateTime())
                            .plus(grace)
                            .toNanos());
        }
        heldBack = false;
        try {
            StreamReport report = handler(lockStep).handle(Table.NAME, batch);
            report.failures().forEach(failure -> requireExpected(failure.cause()));
            int good = report.failed() == 0
                    ? batch.size()
                    : indexOf(batch, report.failures().get(0));
            heldBack = report.heldBack() > 0
                    && SimulatedStream.isTooYoung(report.failures().get(0).cause());
            handled = way == CHECKPOINT_LOST ? 0 : good;
            simulation.trace(() -> "    " + report.deleted() + " of " + report.released() + " removed, "
                    + report.failed() + " of " + report.records() + " failed");
        } catch (SdkException e) {
            simulation.trace(() -> "    failed: " + Simulation.nameOf(e));
        }
    }

    private static int indexOf(List<Record> batch, StreamReport.Failure failure) {
        int index = 0;
        while (!batch.get(index).dynamodb().sequenceNumber().equals(failure.sequenceNumber())) {
            index++;
        }
        return index;
    }

    private StreamHandler handler(LockStep lockStep) {
        return SimulatedStream.settings(() -> Bucket.instant(simulation.now()))
                .s3backed(ProtocolClients.ofStream(
                        simulation, actor(), new SweptBlobStore(simulation, lockStep, actor(), bucket)))
                .dynamoDbClient(
                        new BlockingDynamoDb(new SimulatedDynamoDb(simulation, actor(), table, 1), lockStep).blocking())
                .grace(grace)
                .build();
    }

    private static void requireExpected(@Nullable Throwable failure) {
        if (failure instanceof Violation broken) {
            throw broken;
        }
        boolean expected = failure instanceof SdkException
                || failure instanceof BlobStoreException
                || SimulatedStream.isTooYoung(failure);
        if (!expected) {
            throw new IllegalStateException("The stream handler has failed.", failure);
        }
    }

    @Override
    void ended() {
        checkpoint += handled;
        handled = 0;
        if (checkpoint < records.size()) {
            simulation.add(this);
        }
    }
}
