package io.github.s3backed.streams;

import io.github.s3backed.dynamodb.DeclaredTable;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** Refuses records of which it cannot be told what they released: nothing is removed unless all of a batch can be judged. */
final class Admission {

    private final Map<String, DeclaredTable> tables;
    private final TableWatch watch;

    Admission(Map<String, DeclaredTable> tables, TableWatch watch) {
        this.tables = tables;
        this.watch = watch;
    }

    /**
     * Ends if a record can be judged.
     *
     * @throws StreamRefusedException if it cannot
     */
    void require(SourcedRecord record) {
        DeclaredTable table = tables.get(record.table());
        if (table == null) {
            throw refused("Table '" + record.table() + "' is not registered, so it is not known which of its attributes"
                    + " are S3-backed. Registered: "
                    + (tables.isEmpty() ? "none" : String.join(", ", new TreeSet<>(tables.keySet())))
                    + ". Register it with the S3BackedDynamoDb that the handler was given.");
        }
        if (!table.removesObjects()) {
            throw refused(leftToTheSweeper(table));
        }
        requireRecord(record);
        requireImages(record);
        requireSame(record.source(), watch.facts(table));
    }

    static String leftToTheSweeper(DeclaredTable table) {
        return "Table '" + table.table().name()
                + "' is registered with cleanUp(CleanUp.SWEEPER), which leaves all removals"
                + " to the sweeper. Run no stream handler for it, or give the handler an S3BackedDynamoDb with"
                + " CleanUp.IMMEDIATE.";
    }

    private static void requireRecord(SourcedRecord record) {
        if (record.data() == null || record.data().sequenceNumber() == null) {
            throw refused(
                    "A record of table '" + record.table() + "' has no sequence number, and so is none of DynamoDB"
                            + " Streams. Look at what the handler is given; a Kinesis data stream of the table has records of another"
                            + " form.");
        }
    }

    private static void requireImages(SourcedRecord record) {
        String view = record.data().streamViewTypeAsString();
        boolean both = view == null || view.equals(StreamViewType.NEW_AND_OLD_IMAGES.toString());
        if (!both || !hasItsImages(record)) {
            throw refused("A " + record.operation() + " record of table '" + record.table() + "' lacks an image of the"
                    + " item" + (view == null ? "" : ", with the stream view type " + view)
                    + ". Without both images it cannot be told what was released. Give the table a stream with the view"
                    + " type NEW_AND_OLD_IMAGES; a stream's type cannot be changed, so end this one first.");
        }
    }

    // A kind of event that nobody knows yet is judged by the old image, too: in the end the item itself tells what is
    // left.
    private static boolean hasItsImages(SourcedRecord record) {
        OperationType kind = record.record().eventName();
        StreamRecord data = record.data();
        return kind == OperationType.INSERT
                || data.hasOldImage() && (data.hasNewImage() || kind != OperationType.MODIFY);
    }

    /** An item is looked for where it is, and not in a table of the same name. */
    private static void requireSame(StreamSource source, TableWatch.Facts facts) {
        boolean same = source.tableArn() != null && facts.arn() != null
                ? source.tableArn().equals(facts.arn())
                : source.region() == null
                        || facts.region() == null
                        || source.region().equals(facts.region());
        if (!same) {
            throw refused(
                    "A record is of table '" + source.table() + "' in " + placeOf(source.tableArn(), source.region())
                            + ", and the handler's client reads " + placeOf(facts.arn(), facts.region())
                            + ", which does not tell what that item holds. Give the handler a client of the stream's region and"
                            + " account.");
        }
    }

    private static String placeOf(@Nullable String arn, @Nullable String region) {
        return arn != null ? arn : String.valueOf(region);
    }

    private static StreamRefusedException refused(String message) {
        return new StreamRefusedException(message + " Nothing was removed.", null);
    }
}
