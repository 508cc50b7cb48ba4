package io.github.s3backed.benchmarks;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the library beside the raw SDK, and says which goals are met. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures s3backed beside the raw AWS SDK, and writes the figures as JSON.")
final class Bench implements Callable<Integer> {

    @Option(names = "--full", description = "also the peers, a second server, and JMH's benchmarks of the stages")
    private boolean full;

    @Option(names = "--peers", description = "also the peers and a second server")
    private boolean peers;

    @Option(names = "--tls", description = "reach S3 over TLS")
    private boolean tls;

    @Option(names = "--md5", description = "S3 sends an MD5 behind what it is asked for, and the SDK verifies it")
    private boolean md5;

    @Option(names = "--goal", split = ",", description = "these goals alone, such as 1,4")
    private List<Integer> only = List.of();

    @Option(names = "--rounds", defaultValue = "5", description = "rounds of each race, 5 or more (${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--warm-up",
            defaultValue = "60",
            description = "seconds before anything is measured (${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--profile", description = "also say of the library's lanes whose code takes their CPU time")
    private boolean profiles;

    @Option(names = "--json", defaultValue = "bench.json", description = "where the figures go (${DEFAULT-VALUE})")
    private Path json = Path.of("bench.json");

    /** Runs it. */
    public static void main(String[] args) {
        // ./bench says where the figures go; whoever calls it may say otherwise.
        System.exit(
                new CommandLine(new Bench()).setOverwrittenOptionsAllowed(true).execute(args));
    }

    static Map<Integer, Goal> goals() {
        Map<Integer, Goal> goals = new LinkedHashMap<>();
        goals.put(1, new SingleObjects());
        goals.put(2, new CompressedPuts());
        goals.put(3, new Pages());
        goals.put(4, new Allocation());
        goals.put(5, new PipelineCpu());
        goals.put(6, new LargeStream());
        goals.put(7, new ManyGets());
        goals.put(8, new Requests());
        goals.put(9, new Sizes());
        return goals;
    }

    private static List<Figure> measured(String what, Goal goal, Stand stand) throws Exception {
        long began = System.nanoTime();
        List<Figure> figures = goal.measure(stand);
        stand.out().say("\n" + what + " took " + (System.nanoTime() - began) / 1_000_000_000 + " s.");
        return figures;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = new PrintWriter(System.out, true);
        Table table = new Table(out);
        List<Figure> figures = new ArrayList<>();
        try (Bed bed = Bed.start(tls, md5)) {
            Stand stand = Stand.of(bed, rounds, table, profiles);
            WarmUp.run(stand, Duration.ofSeconds(warmUp));
            for (Map.Entry<Integer, Goal> goal : goals().entrySet()) {
                if (only.isEmpty() || only.contains(goal.getKey())) {
                    figures.addAll(measured("Goal " + goal.getKey(), goal.getValue(), stand));
                }
            }
            if (full || peers) {
                measured("The peers", new Peers(), stand);
                measured("The second server", new Honesty(), stand);
            }
        }
        if (full) {
            Stages.run();
        }
        Report.write(figures, json);
        Report.print(figures, table);
        return 0;
    }
}
