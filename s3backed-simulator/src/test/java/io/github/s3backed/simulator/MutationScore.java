package io.github.s3backed.simulator;

import io.github.s3backed.test.servers.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Adds up what mutation testing has reported of every module, for the evidence. */
public final class MutationScore {

    // One mutation is one element, as PIT writes them, and a report that was cut off is counted as far as it goes.
    private static final Pattern MUTATION = Pattern.compile(
            "<mutation detected='(true|false)' status='(\\w+)'.*?<mutatedClass>([\\w.]+).*?</mutation>",
            Pattern.DOTALL);

    private final Map<String, int[]> byClass = new TreeMap<>();
    private int detected;
    private int all;

    private MutationScore() {}

    /** Of the reports under {@code s3backed.root}. */
    public static void main(String[] arguments) throws IOException {
        MutationScore score = new MutationScore();
        for (Path report : reports(Path.of(System.getProperty("s3backed.root")))) {
            score.add(Files.readString(report));
        }
        score.byClass.forEach((name, counts) -> System.out.printf("%-40s %3d of %3d%n", name, counts[0], counts[1]));
        System.out.printf("Mutations: %d of %d were seen, %.1f %%%n", score.detected, score.all, score.percent());
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("mutationScore", score.percent());
        evidence.put("mutations", score.all);
        Evidence.ofProject().merge(evidence);
    }

    private static List<Path> reports(Path root) throws IOException {
        List<Path> reports = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            modules.map(module -> module.resolve("target/pit-reports/mutations.xml"))
                    .filter(Files::exists)
                    .sorted()
                    .forEach(reports::add);
        }
        return reports;
    }

    private void add(String report) {
        Matcher mutation = MUTATION.matcher(report);
        while (mutation.find()) {
            int seen = mutation.group(1).equals("true") ? 1 : 0;
            String name = mutation.group(3);
            int[] counts = byClass.computeIfAbsent(name.substring(name.lastIndexOf('.') + 1), unknown -> new int[2]);
            counts[0] += seen;
            counts[1]++;
            detected += seen;
            all++;
        }
    }

    /** To one place. */
    private double percent() {
        return all == 0 ? 0 : Math.round(detected * 1000.0 / all) / 10.0;
    }
}
