package io.github.s3backed.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says which goals are met, to programs and to people. */
final class Report {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Report() {}

    /** Writes a list of objects with goal, figure, value, limit and met. */
    static void write(List<Figure> figures, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        JSON.writeValue(file.toFile(), figures.stream().map(Report::entry).toList());
    }

    private static Map<String, Object> entry(Figure figure) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("goal", figure.goal());
        entry.put("figure", figure.figure());
        entry.put("value", rounded(figure.value()));
        entry.put("limit", figure.limit());
        entry.put("met", figure.met());
        return entry;
    }

    private static double rounded(double value) {
        return Math.rint(value * 10_000) / 10_000;
    }

    static void print(List<Figure> figures, Table table) {
        table.say("");
        table.say("| goal | figure | value | limit | met |");
        table.say("|---:|---|---:|---:|---|");
        for (Figure figure : figures) {
            table.say(String.format(
                    Locale.ROOT,
                    "| %d | %s | %.3f | %s %s | %s |",
                    figure.goal(),
                    figure.figure(),
                    figure.value(),
                    figure.atMost() ? "<=" : ">=",
                    figure.limit(),
                    figure.met() ? "yes" : "NO"));
        }
    }
}
