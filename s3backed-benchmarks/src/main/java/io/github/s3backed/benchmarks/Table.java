package io.github.s3backed.benchmarks;

import java.io.PrintWriter;
import java.util.Locale;

/** Prints what races took, in a form that documents can take over. */
final class Table {

    private final PrintWriter out;

    Table(PrintWriter out) {
        this.out = out;
    }

    void say(String text) {
        out.println(text);
        out.flush();
    }

    void print(String what, Results results) {
        String floor = results.lanes().iterator().next();
        say("");
        say("| " + what + " | p50 ms | ratio | CPU ms | ratio | allocated KiB |");
        say("|---|---:|---:|---:|---:|---:|");
        for (String lane : results.lanes()) {
            say(String.format(
                    Locale.ROOT,
                    "| %s | %.3f | %.2f | %.3f | %.2f | %.0f |",
                    lane,
                    results.p50Nanos(lane) / 1e6,
                    results.ratio(lane, floor, Sample::p50Nanos),
                    results.cpuNanos(lane) / 1e6,
                    results.ratio(lane, floor, Sample::cpuNanos),
                    results.allocatedBytes(lane) / 1024));
        }
    }
}
