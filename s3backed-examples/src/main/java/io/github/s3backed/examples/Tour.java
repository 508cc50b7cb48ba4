package io.github.s3backed.examples;

import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;

/** What the quickstart shows, one section after the other. */
final class Tour {

    private final ItemTable items;
    private final Destination destination;
    private final BlobStore store;
    private final Progress progress;
    private final Report report;

    /**
     * A tour.
     *
     * @param store the destination's, perhaps with faults in front of it
     */
    Tour(ItemTable items, Destination destination, BlobStore store, Progress progress, Report report) {
        this.items = items;
        this.destination = destination;
        this.store = store;
        this.progress = progress;
        this.report = report;
    }

    /**
     * Shows everything.
     *
     * @return whether everything is as this library promises it
     */
    boolean show(List<Sample> samples, String compressor, Journal journal) {
        DynamoDbTable<FileItem> table = items.create(store, settings -> configure(settings, compressor, journal));
        RoundTrip trip = new RoundTrip(table, items, store);

        List<StoredFile> files = write(samples, compressor, trip);
        showFirst(files);
        boolean same = readBack(files, trip);
        boolean smaller = compare(samples);
        boolean clean = new Coordination(table, items, destination, journal, progress, report).show(files);
        report.line("");
        report.line(destination.fate());
        return same && smaller && clean;
    }

    private void configure(S3BackedDynamoDb.Builder settings, String compressor, Journal journal) {
        settings.keyTemplate(destination.keyTemplate())
                .compressor(compressor)
                // All of them, so that there is something to see; by default, small ones stay in the item.
                .threshold(0)
                .listener(journal);
    }

    private List<StoredFile> write(List<Sample> samples, String compressor, RoundTrip trip) {
        report.title("Writing with " + compressor);
        report.line("Items:   " + items + ", table " + items.name());
        report.line("Objects: " + destination + ", " + store.location());
        report.line("");
        List<StoredFile> files = progress.each("Writing", samples, trip::write);
        report.files(files);
        return files;
    }

    private void showFirst(List<StoredFile> files) {
        StoredFile first = files.get(0);
        report.title("The first item, as DynamoDB returns it (GetItem)");
        report.item(items.rawItem(first.sample().name()));
        report.title("Its object, " + destination.holder());
        report.object(destination.describe(first.reference().key()));
    }

    private boolean readBack(List<StoredFile> files, RoundTrip trip) {
        report.title("Reading back");
        List<String> differences = RoundTrip.differences(progress.each("Reading", files, trip::difference));
        report.readBack(files, differences);
        return differences.isEmpty();
    }

    /** Whether nothing was stored larger than it was. */
    private boolean compare(List<Sample> samples) {
        Comparison comparison = new Comparison();
        List<Sample> all = new ArrayList<>(samples);
        all.removeIf(sample -> sample.name().equals(MadeSamples.random().name()));
        List<List<Comparison.Outcome>> outcomes =
                new ArrayList<>(progress.each("Comparing", all, sample -> comparison.measure(sample, false)));
        outcomes.add(comparison.measure(MadeSamples.random(), true));
        report.title("The same files by every compressor");
        report.comparison(outcomes);
        boolean smaller = outcomes.stream().flatMap(List::stream).allMatch(each -> each.stored() <= each.payload());
        report.line(smaller ? "Nothing is stored larger than it was." : "SOMETHING IS STORED LARGER THAN IT WAS.");
        return smaller;
    }
}
