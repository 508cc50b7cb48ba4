package io.github.s3backed.cli;

import io.github.s3backed.sweeper.MigrateReport;
import io.github.s3backed.sweeper.Migrator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What items hold as the registration says today. */
@Command(
        name = "migrate",
        description = {
            "Rewrites what items hold in S3-backed attributes, so that it is as the registration says today.",
            "",
            "Offloads native values, and moves payloads of former stores, key templates and logical names. Writers may go on"
                    + " meanwhile, and win. Without --apply it is a dry run."
        },
        exitCodeList = {
            "0:every attribute is, or could be, as registered",
            "1:done, and some are not: too large, skipped or failed; they are printed",
            "2:options, files or the registration need another look; nothing was sent",
            "3:refused, and nothing was changed",
            "4:it failed half-way; run it again with the same options to go on",
            "130:interrupted; run it again with the same options to go on"
        },
        footer = {
            "  Count what would be rewritten:",
            "    s3backed migrate -r registration.json --table articles",
            "  Do it, slowly:",
            "    s3backed migrate -r registration.json --table articles --capacity 100 --write-capacity 50 --apply",
            "  Leave: turn payloads into plain values again:",
            "    s3backed migrate -r registration.json --to-native --apply"
        })
final class MigrateCommand extends Operation {

    @Option(
            names = "--table",
            paramLabel = "NAME",
            description = "Which tables; all that are registered by default. May be given more than once.")
    private List<String> tables = new ArrayList<>();

    @Option(names = "--apply", description = "Rewrite, instead of only counting.")
    private boolean apply;

    @Option(
            names = "--recompress",
            description =
                    "Store payloads anew that have another compressor than today's; a request for each reference.")
    private boolean recompress;

    @Option(
            names = "--adopt-s3-links",
            description = "Take the objects of S3Links of the AWS SDK for Java 1.x for the payloads.")
    private boolean adoptS3Links;

    @Option(
            names = "--to-native",
            description = "Turn payloads into what DynamoDB would hold without this library. Needs tables that are"
                    + " registered with nativeValues READ_AND_WRITE.")
    private boolean toNative;

    @Option(
            names = "--state-folder",
            paramLabel = "DIR",
            description =
                    "Where the migration keeps how far it is, to go on if it is killed; by default"
                            + " $XDG_STATE_HOME/s3backed/migrate or ~/.local/state/s3backed/migrate, by the names of the tables.")
    private @Nullable Path stateFolder;

    @Option(
            names = "--write-capacity",
            paramLabel = "UNITS",
            description = "The most write capacity units per second of all rewrites together; no limit by default.")
    private @Nullable Double writeCapacity;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many attributes of each outcome are printed; 20 by default. All are counted.")
    private int samples;

    @Mixin
    private ScanOptions scan = new ScanOptions();

    @Override
    Result run(Session session, Console console) {
        try (Progress progress = console.progress("Migrate")) {
            MigrateReport report = migrator(session, progress).run();
            return new Result(report.isComplete() ? ExitCode.DONE : ExitCode.FOUND, report, lines(report));
        }
    }

    private Migrator migrator(Session session, Progress progress) {
        Migrator.Builder migrator = Migrator.builder();
        List<Application> applications = session.applications(tables);
        applications.forEach(application -> migrator.tables(application.s3backed(), application.client()));
        try {
            migrator.stateFolder(StateFolder.of(stateFolder, "migrate", StateFolder.nameOf(applications)))
                    .samplesPerOutcome(samples)
                    .segments(scan.segments)
                    .parallelism(scan.parallelism)
                    .capacityPerSecond(scan.capacityPerSecond())
                    .listener(progress::show);
            if (writeCapacity != null) {
                migrator.writeCapacityPerSecond(writeCapacity);
            }
            if (apply) {
                migrator.rewriteItems();
            }
            if (recompress) {
                migrator.recompress();
            }
            if (adoptS3Links) {
                migrator.adoptS3Links();
            }
            if (toNative) {
                migrator.toNative();
            }
            return migrator.build();
        } catch (IllegalArgumentException e) {
            throw CliException.usage(e.getMessage(), e);
        }
    }

    private static List<String> lines(MigrateReport report) {
        List<String> lines = new ArrayList<>();
        lines.add((report.dryRun() ? "Would migrate (dry run: give --apply to do it)" : "Migrated")
                + (report.resumed() ? ", going on with an earlier migration" : ""));
        for (MigrateReport.Table table : report.tables()) {
            lines.add("table '" + table.name() + "' in " + table.region());
            lines.add(Console.row("  items", Console.count(table.items())));
            table.outcomes().forEach((outcome, count) -> lines.add(Console.row("  " + outcome, Console.count(count))));
        }
        report.samples()
                .forEach(sample -> lines.add(sample.outcome() + " table '" + sample.table() + "', attribute '"
                        + sample.attribute() + "', " + sample.place() + ": " + sample.reason()));
        return lines;
    }
}
