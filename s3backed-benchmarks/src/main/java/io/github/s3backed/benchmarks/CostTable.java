package io.github.s3backed.benchmarks;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints from which size on a payload is cheaper in S3, and what thresholds cost at worst. */
final class CostTable {

    private static final int OTHER_BYTES = 300;

    private CostTable() {}

    /** Kinds of use that a threshold is to suit alike. */
    static Map<String, Workload> workloads() {
        Map<String, Workload> workloads = new LinkedHashMap<>();
        workloads.put("written once, never read", Workload.of(1, 0));
        workloads.put("written once, read once", Workload.of(1, 1));
        workloads.put("written once, read 10 times", Workload.of(1, 10));
        workloads.put("written once, read 100 times", Workload.of(1, 100));
        workloads.put("as the last, strongly consistent", new Workload(1, 0, 100, 0, true));
        workloads.put("another attribute updated per write", new Workload(1, 1, 1, 0, false));
        workloads.put("another attribute updated 10 times per write", new Workload(1, 10, 1, 0, false));
        workloads.put("listed 10 times without its payload, read once", new Workload(1, 0, 1, 10, false));
        workloads.put("kept and left alone", Workload.of(0, 0));
        return workloads;
    }

    /** Prints both tables. */
    public static void main(String[] arguments) {
        print(new PrintWriter(System.out, true));
    }

    static void print(PrintWriter out) {
        CostModel model = new CostModel(Prices.US_EAST_1, OTHER_BYTES);
        out.println("Prices of " + model.prices().of() + ", us-east-1, DynamoDB on demand, S3 Standard.");
        out.println();
        out.println("| an item in a month | offloaded is cheaper from |");
        out.println("|---|---:|");
        workloads()
                .forEach((name, workload) ->
                        out.printf(Locale.ROOT, "| %s | %.1f KiB |%n", name, model.breakEven(workload) / 1024.0));
        out.println();
        out.println("| threshold | costs at worst, times the cheaper way |");
        out.println("|---:|---:|");
        for (int threshold : List.of(1, 2, 4, 8, 16, 32, 64, 128)) {
            double worst = workloads().entrySet().stream()
                    .filter(entry -> entry.getValue().writes() > 0)
                    .mapToDouble(entry -> model.regret(threshold * 1024, entry.getValue()))
                    .max()
                    .orElse(1);
            out.printf(Locale.ROOT, "| %d KiB | %.2f |%n", threshold, worst);
        }
    }
}
