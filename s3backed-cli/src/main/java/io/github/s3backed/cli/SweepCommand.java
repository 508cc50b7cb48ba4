package io.github.s3backed.cli;

import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.sweeper.SweepReport;
import io.github.s3backed.sweeper.Sweeper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Objects that no item refers to. */
@Command(
        name = "sweep",
        description = {
            "Finds the objects of a store that no item refers to, and deletes them if told to.",
            "",
            "Scans every item of every registered table. Without --delete-and-log-to it is a dry run."
        },
        exitCodeList = {
            "0:the store was swept to its end",
            "1:it was, and some objects could not be deleted; the next sweep finds them again",
            "2:options, files or the registration need another look; nothing was sent",
            "3:refused, because something that is needed might be deleted; nothing was",
            "4:it failed half-way; run it again with the same options to go on",
            "130:interrupted; run it again with the same options to go on"
        },
        footer = {
            "  Count orphans, and delete nothing:",
            "    s3backed sweep --registration registration.json",
            "  Delete them, with 200 read units per second at most:",
            "    s3backed sweep --registration registration.json --capacity 200 --delete-and-log-to sweep.log",
            "  A global table: one registration per region, and each scanned:",
            "    s3backed sweep -r eu-central-1.json -r us-east-1.json --delete-and-log-to sweep.log"
        })
final class SweepCommand extends Operation {

    private static final int EXAMPLES = 3;

    @Option(
            names = "--store",
            paramLabel = "URI",
            description = "Which store, if the registration has several, such as s3://my-bucket.")
    private @Nullable String store;

    @Option(
            names = "--delete-and-log-to",
            paramLabel = "FILE",
            description = "Delete what is found. Each deletion is appended to this file before it happens.")
    private @Nullable Path log;

    @Option(
            names = "--state-folder",
            paramLabel = "DIR",
            description =
                    "Where the sweep keeps what it knows, to go on if it is killed; by default a folder of the store"
                            + " in $XDG_STATE_HOME/s3backed/sweep or ~/.local/state/s3backed/sweep.")
    private @Nullable Path stateFolder;

    @Option(
            names = "--exclusive-keys-only",
            description = "Leave objects alone whose keys hold no {writeId}: for buckets without versioning.")
    private boolean exclusiveKeysOnly;

    @Option(
            names = "--ignore-unknown-keys",
            description = "Leave objects alone whose keys no registered template has built, instead of refusing.")
    private boolean ignoreUnknownKeys;

    @Option(
            names = "--unknown-accounts-are-ours",
            description = "Take a table in the store's registry whose account or region its writer did not know for the"
                    + " registered one of that name, instead of refusing.")
    private boolean unknownAccountsAreOurs;

    @Option(
            names = "--retention",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long an orphan stays as a non-current version for restores from backups, such as 35d.")
    private @Nullable Duration retention;

    @Mixin
    private ScanOptions scan = new ScanOptions();

    @Override
    Result run(Session session, Console console) {
        S3BlobStore swept = session.store(store);
        try (Progress progress = console.progress("Sweep")) {
            SweepReport report = sweeper(session, swept, progress).run();
            return new Result(report.deleted().failed() > 0 ? ExitCode.FOUND : ExitCode.DONE, report, lines(report));
        }
    }

    private Sweeper sweeper(Session session, S3BlobStore swept, Progress progress) {
        Sweeper.Builder sweeper = Sweeper.builder();
        session.applications().forEach(application -> sweeper.tables(application.s3backed(), application.client()));
        try {
            sweeper.store(swept)
                    .stateFolder(StateFolder.of(stateFolder, "sweep", swept))
                    .segments(scan.segments)
                    .parallelism(scan.parallelism)
                    .capacityPerSecond(scan.capacityPerSecond())
                    .retention(retention == null ? Duration.ZERO : retention)
                    .listener(progress::show);
            if (log != null) {
                sweeper.deleteAndLogTo(log);
            }
            if (exclusiveKeysOnly) {
                sweeper.exclusiveKeysOnly();
            }
            if (ignoreUnknownKeys) {
                sweeper.ignoreUnknownKeys();
            }
            if (unknownAccountsAreOurs) {
                sweeper.unknownAccountsAreOurs();
            }
            return sweeper.build();
        } catch (IllegalArgumentException e) {
            throw CliException.usage(e.getMessage(), e);
        }
    }

    static List<String> lines(SweepReport report) {
        SweepReport.Listed listed = report.listed();
        List<String> lines = new ArrayList<>(List.of(
                "Swept " + report.store() + (report.dryRun() ? " (dry run)" : "")
                        + (report.resumed() ? ", going on with an earlier sweep" : ""),
                Console.row(
                        "scanned",
                        Console.count(report.scanned().items()) + " items of "
                                + report.scanned().tables()
                                + (report.scanned().tables() == 1 ? " table, " : " tables, ")
                                + Console.count(report.scanned().references()) + " references"),
                Console.row("listed", Console.count(listed.objects()) + " objects, " + Bytes.of(listed.bytes())),
                Console.row("live", Console.count(listed.live())),
                Console.row("young", Console.count(listed.young()) + " stored after " + report.cutOff()),
                Console.row("orphans", Console.count(listed.orphans()) + ", " + Bytes.of(listed.orphanBytes()))));
        optional(lines, "retained", listed.retained());
        optional(lines, "skipped", listed.skipped());
        optional(lines, "stale uploads", listed.staleUploads());
        optional(lines, "unknown", listed.unknown());
        if (report.dryRun()) {
            listed.orphanKeys().stream()
                    .limit(EXAMPLES)
                    .forEach(key -> lines.add(Console.row("  such as", report.store() + "/" + key)));
            lines.add(Console.row("deleted", "none: give --delete-and-log-to FILE to delete"));
        } else {
            lines.add(Console.row(
                    "deleted",
                    Console.count(report.deleted().objects()) + ", "
                            + Bytes.of(report.deleted().bytes())));
        }
        optional(lines, "aborted uploads", report.deleted().uploads());
        optional(lines, "failed", report.deleted().failed());
        report.deleted().failures().forEach(failure -> lines.add(Console.row("", failure)));
        return lines;
    }

    private static void optional(List<String> lines, String label, long count) {
        if (count > 0) {
            lines.add(Console.row(label, Console.count(count)));
        }
    }
}
