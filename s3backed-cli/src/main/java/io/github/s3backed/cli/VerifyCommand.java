package io.github.s3backed.cli;

import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.sweeper.Defect;
import io.github.s3backed.sweeper.Verifier;
import io.github.s3backed.sweeper.VerifyReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether references lead to what was written. */
@Command(
        name = "verify",
        description = {
            "Finds out whether every reference leads to what was written. Reads only.",
            "",
            "Asks for the object of each reference; --deep reads all of it."
        },
        exitCodeList = {
            "0:nothing is wrong",
            "1:there are defects; they are printed",
            "2:options, files or the registration need another look; nothing was sent",
            "3:refused: orphans were to be counted, and a sweep would refuse",
            "4:it failed half-way; run it again",
            "130:interrupted"
        },
        footer = {
            "  Every object that is referred to, of one table:",
            "    s3backed verify --registration registration.json --table articles",
            "  Read a hundredth of all objects to their end, for a script:",
            "    s3backed verify --registration registration.json --deep --fraction 0.01 --json"
        })
final class VerifyCommand extends Operation {

    @Option(
            names = "--table",
            paramLabel = "NAME",
            description = "Which tables; all that are registered by default. May be given more than once.")
    private List<String> tables = new ArrayList<>();

    @Option(names = "--deep", description = "Read objects to their end, instead of only asking for them.")
    private boolean deep;

    @Option(
            names = "--fraction",
            paramLabel = "PART",
            defaultValue = "1",
            description = "Which part of the objects, the same ones every time; 1 by default, which is all.")
    private double fraction = 1;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many defects of each kind are printed; 20 by default. All are counted.")
    private int samples;

    @Option(
            names = "--count-orphans",
            description = "Count the orphans of a store as well, by a dry run of a sweep of all registered tables.")
    private boolean countOrphans;

    @Option(names = "--store", paramLabel = "URI", description = "Of which store, if the registration has several.")
    private @Nullable String store;

    @Option(names = "--state-folder", paramLabel = "DIR", description = "Of that sweep, as for s3backed sweep.")
    private @Nullable Path stateFolder;

    @Mixin
    private ScanOptions scan = new ScanOptions();

    @Override
    void checkOptions(Console console) {
        if (countOrphans && !tables.isEmpty()) {
            throw CliException.usage("--count-orphans needs all tables: leave out --table.");
        }
    }

    @Override
    Result run(Session session, Console console) {
        try (Progress progress = console.progress("Verify")) {
            VerifyReport report = verifier(session, progress).run();
            return new Result(report.isHealthy() ? ExitCode.DONE : ExitCode.FOUND, report, lines(report));
        }
    }

    private Verifier verifier(Session session, Progress progress) {
        Verifier.Builder verifier = Verifier.builder();
        session.applications(tables)
                .forEach(application -> verifier.tables(application.s3backed(), application.client()));
        try {
            verifier.fraction(fraction)
                    .samplesPerKind(samples)
                    .segments(scan.segments)
                    .parallelism(scan.parallelism)
                    .capacityPerSecond(scan.capacityPerSecond())
                    .listener(progress::show);
            if (deep) {
                verifier.deep();
            }
            if (countOrphans) {
                S3BlobStore swept = session.store(store);
                verifier.countOrphans(swept, StateFolder.of(stateFolder, "verify", swept));
            }
            return verifier.build();
        } catch (IllegalArgumentException e) {
            throw CliException.usage(e.getMessage(), e);
        }
    }

    private static List<String> lines(VerifyReport report) {
        List<String> lines = new ArrayList<>(List.of(
                report.isHealthy() ? "Verified: nothing is wrong" : "Verified: there are defects",
                Console.row("items", Console.count(report.items())),
                Console.row("references", Console.count(report.references())),
                Console.row("inline", Console.count(report.inline())),
                Console.row("checked", Console.count(report.checked())),
                Console.row("changed", Console.count(report.changed()))));
        report.defects().forEach((kind, count) -> lines.add(Console.row(kind.toString(), Console.count(count))));
        report.samples().forEach(defect -> lines.add(line(defect)));
        report.sweep().ifPresent(sweep -> lines.addAll(SweepCommand.lines(sweep)));
        return lines;
    }

    private static String line(Defect defect) {
        return defect.kind() + " table '" + defect.table() + "', attribute '" + defect.attribute() + "', "
                + defect.place() + ": " + defect.reason();
    }
}
