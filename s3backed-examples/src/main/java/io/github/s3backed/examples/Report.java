package io.github.s3backed.examples;

import io.github.s3backed.core.Reference;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.examples.TextTable.Column;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the quickstart says on standard output. */
final class Report {

    private static final int NAME_WIDTH = 30;
    private static final int REFERENCE_WIDTH = 30;
    /** What is left of a line of 120 columns by what stands before and after. */
    private static final int LONG_REFERENCE_WIDTH = 88;

    private final PrintWriter out;
    private final boolean wide;

    Report(PrintWriter out, boolean wide) {
        this.out = out;
        this.wide = wide;
    }

    void title(String title) {
        out.println();
        out.println(title);
        out.println("-".repeat(title.length()));
    }

    void line(String line) {
        out.println(line);
        out.flush();
    }

    private void lines(List<String> lines) {
        lines.forEach(out::println);
        out.flush();
    }

    void files(List<StoredFile> files) {
        TextTable table = new TextTable(
                Column.left("NAME"),
                Column.left("KIND"),
                Column.right("SIZE"),
                Column.right("STORED"),
                Column.right("RATIO"),
                Column.left("CODING"),
                Column.right("TIME"),
                Column.left("URI"));
        files.forEach(file -> table.add(
                shorten(file.sample().name(), NAME_WIDTH),
                file.kind().attribute(),
                Text.size(file.size()),
                Text.size(file.stored()),
                Text.ratio(file.stored(), file.size()),
                file.coding(),
                Text.time(file.time()),
                shorten(file.reference().toString(), REFERENCE_WIDTH)));
        long size = files.stream().mapToLong(StoredFile::size).sum();
        long stored = files.stream().mapToLong(StoredFile::stored).sum();
        Duration time = files.stream().map(StoredFile::time).reduce(Duration.ZERO, Duration::plus);
        table.add(
                Text.count(files.size(), "file"),
                "",
                Text.size(size),
                Text.size(stored),
                Text.ratio(stored, size),
                "",
                Text.time(time),
                Text.count(files.stream().map(StoredFile::reference).distinct().count(), "object"));
        lines(table.lines());
    }

    /** Its URI, in full only if that was asked for. */
    String uri(Reference reference) {
        return shorten(reference.toString(), LONG_REFERENCE_WIDTH);
    }

    private String shorten(String text, int length) {
        return wide ? text : Text.shorten(text, length);
    }

    /** In DynamoDB's JSON. */
    void item(Map<String, AttributeValue> item) {
        line("{");
        List<String> members = item.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> "  " + quote(entry.getKey()) + ": {\"S\": "
                        + quote(shorten(entry.getValue().s(), LONG_REFERENCE_WIDTH)) + "}")
                .toList();
        line(String.join("," + System.lineSeparator(), members));
        line("}");
        if (!wide) {
            line("Its URI is shortened here; --wide prints it in full.");
        }
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    void object(List<String> description) {
        lines(description);
    }

    /** What was read back, and what differs. */
    void readBack(List<StoredFile> files, List<String> differences) {
        differences.forEach(each -> line("DIFFERENT  " + each));
        if (differences.isEmpty()) {
            line(Text.count(files.size(), "file") + " read back, all equal: "
                    + countOf(files, Kind.TEXT) + " text and " + countOf(files, Kind.BINARY)
                    + " binary byte for byte, " + countOf(files, Kind.JSON)
                    + " JSON as parsed trees, with all digits.");
        } else {
            line(differences.size() + " of " + Text.count(files.size(), "file")
                    + " could not be read back as written.");
        }
    }

    private static long countOf(List<StoredFile> files, Kind kind) {
        return files.stream().filter(file -> file.kind() == kind).count();
    }

    /**
     * A row for each kind of file, and columns for each compressor.
     *
     * @param outcomes of each sample, in the order of {@link Comparison#COMPRESSORS}
     */
    void comparison(List<List<Comparison.Outcome>> outcomes) {
        List<Column> columns =
                new ArrayList<>(List.of(Column.left("STORED AS"), Column.right("FILES"), Column.right("SIZE")));
        Comparison.COMPRESSORS.forEach(each -> {
            columns.add(Column.right(each.toUpperCase(Locale.ROOT)));
            columns.add(Column.right("RATIO"));
            columns.add(Column.right("AS IS"));
        });
        TextTable table = new TextTable(columns.toArray(Column[]::new));
        for (Kind kind : Kind.values()) {
            comparisonRow(table, kind.attribute(), outcomes, each -> each.kind() == kind && !each.random());
        }
        comparisonRow(table, "random bytes", outcomes, Comparison.Outcome::random);
        comparisonRow(table, "all", outcomes, each -> true);
        lines(table.lines());
        line("AS IS: files that compression would not have made smaller, and which are stored as they are, under the"
                + " coding " + BlobMetadata.IDENTITY + ".");
    }

    private static void comparisonRow(
            TextTable table,
            String label,
            List<List<Comparison.Outcome>> outcomes,
            Predicate<Comparison.Outcome> wanted) {
        List<List<Comparison.Outcome>> rows =
                outcomes.stream().filter(row -> wanted.test(row.get(0))).toList();
        if (rows.isEmpty()) {
            return;
        }
        long size = rows.stream().mapToLong(row -> row.get(0).size()).sum();
        List<String> cells = new ArrayList<>(List.of(label, Integer.toString(rows.size()), Text.size(size)));
        IntStream.range(0, Comparison.COMPRESSORS.size()).forEach(column -> {
            long stored =
                    rows.stream().mapToLong(row -> row.get(column).stored()).sum();
            cells.add(Text.size(stored));
            cells.add(Text.ratio(stored, size));
            cells.add(Long.toString(
                    rows.stream().filter(row -> row.get(column).identity()).count()));
        });
        table.add(cells.toArray(String[]::new));
    }
}
