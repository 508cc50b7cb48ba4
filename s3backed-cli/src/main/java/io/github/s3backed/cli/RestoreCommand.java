package io.github.s3backed.cli;

import io.github.s3backed.sweeper.RestoreReport;
import io.github.s3backed.sweeper.Restorer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deleted objects that items refer to. */
@Command(
        name = "restore",
        description = {
            "Brings back deleted objects that items refer to, from a bucket that keeps versions: after a table was restored"
                    + " from a backup.",
            "",
            "Register the restored table first, with formerLogicalNames if its name is another. Without --apply it is a dry"
                    + " run."
        },
        exitCodeList = {
            "0:every reference leads, or would lead, to an object",
            "1:done, and some do not: gone for good, not ours, foreign or failed; they are printed",
            "2:options, files or the registration need another look; nothing was sent",
            "3:refused, and nothing was changed: the bucket keeps no versions",
            "4:it failed half-way; run it again to go on",
            "130:interrupted; run it again to go on"
        },
        footer = {
            "  s3backed restore -r registration.json --table articles-restored",
            "  s3backed restore -r registration.json --table articles-restored --apply"
        })
final class RestoreCommand extends Operation {

    @Option(
            names = "--table",
            paramLabel = "NAME",
            description = "Which tables; all that are registered by default. May be given more than once.")
    private List<String> tables = new ArrayList<>();

    @Option(
            names = "--store",
            paramLabel = "URI",
            description = "Which store, if the registration has several, such as s3://my-bucket.")
    private @Nullable String store;

    @Option(names = "--apply", description = "Restore, instead of only counting.")
    private boolean apply;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many references of each outcome are printed; 20 by default. All are counted.")
    private int samples;

    @Mixin
    private ScanOptions scan = new ScanOptions();

    @Override
    Result run(Session session, Console console) {
        try (Progress progress = console.progress("Restore")) {
            RestoreReport report = restorer(session, progress).run();
            return new Result(report.isComplete() ? ExitCode.DONE : ExitCode.FOUND, report, lines(report));
        }
    }

    private Restorer restorer(Session session, Progress progress) {
        Restorer.Builder restorer = Restorer.builder();
        session.applications(tables)
                .forEach(application -> restorer.tables(application.s3backed(), application.client()));
        try {
            restorer.store(session.store(store))
                    .samplesPerOutcome(samples)
                    .segments(scan.segments)
                    .parallelism(scan.parallelism)
                    .capacityPerSecond(scan.capacityPerSecond())
                    .listener(progress::show);
            if (apply) {
                restorer.restoreObjects();
            }
            return restorer.build();
        } catch (IllegalArgumentException e) {
            throw CliException.usage(e.getMessage(), e);
        }
    }

    private static List<String> lines(RestoreReport report) {
        List<String> lines = new ArrayList<>(List.of(
                report.dryRun() ? "Would restore (dry run: give --apply to do it)" : "Restored",
                Console.row("items", Console.count(report.items())),
                Console.row("references", Console.count(report.references()))));
        report.outcomes().forEach((outcome, count) -> lines.add(Console.row(outcome.toString(), Console.count(count))));
        report.samples()
                .forEach(sample -> lines.add(sample.outcome() + " table '" + sample.table() + "', attribute '"
                        + sample.attribute() + "', " + sample.reference() + ": " + sample.reason()));
        return lines;
    }
}
