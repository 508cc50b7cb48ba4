package io.github.s3backed.examples;

import io.github.s3backed.core.Compressors;
import io.github.s3backed.core.S3BackedException;
import io.github.s3backed.core.spi.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

/** Stores real files in S3 with their references in DynamoDB, shows what is there, reads it back, and removes it. */
@Command(
        name = "quickstart",
        usageHelpAutoWidth = true,
        sortOptions = false,
        description = {
            "Stores files in S3, with references to them in DynamoDB, reads them back and compares, and shows that"
                    + " rejected writes, overwrites and deletes leave no object behind.",
            "",
            "Without options both services run in this process, and nothing leaves this machine."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was read back as it was written, and nothing was left behind",
            "1:something differs or was left behind, or a service failed",
            "2:the command line, a file or a connection needs another look"
        })
final class Quickstart implements Callable<Integer> {

    private static final int DIFFERENT = 1;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description = "Files, and folders with all that is in them; by default some files of this JDK and of this"
                    + " project.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = "--compressor",
            paramLabel = "ID",
            defaultValue = "gzip",
            description = "What the files are stored with: gzip (the default), zstd, lz4 or identity.")
    private String compressor = "gzip";

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Store in this folder instead of S3, and leave the files there. DynamoDB stays in memory.")
    private @Nullable Path keep;

    @Option(
            names = "--endpoint-s3",
            paramLabel = "URI",
            description = "A real S3: aws, or the URI of a server. Credentials are those of the SDK's default chain.")
    private @Nullable String endpointS3;

    @Option(
            names = "--endpoint-dynamodb",
            paramLabel = "URI",
            description = "A real DynamoDB, in the same way. A table is made, and deleted in the end.")
    private @Nullable String endpointDynamoDb;

    @Option(names = "--region", paramLabel = "REGION", description = "The region of real services.")
    private @Nullable String region;

    @Option(
            names = "--bucket",
            paramLabel = "NAME",
            description = "A bucket that is there, of the real S3; what this run puts there is deleted in the end."
                    + " By default a bucket is made and deleted.")
    private @Nullable String bucket;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            description =
                    "Instead: make a file of this size, such as 2g, and store it, by both clients and with several"
                            + " compressors, from a process with a small heap. Needs some four times as much on disk.")
    private @Nullable String size;

    @Option(names = "--large", paramLabel = "FILE", description = "Instead: do the same with a file that is there.")
    private @Nullable Path large;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            defaultValue = "96m",
            description = "The heap of that process; 96m by default.")
    private String heap = "96m";

    @Option(names = "--wide", description = "Print names and URIs in full.")
    private boolean wide;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    private boolean help;

    private final Progress progress;
    private final UnaryOperator<BlobStore> faults;
    private final String run =
            "s3backed-quickstart-" + UUID.randomUUID().toString().substring(0, 8);

    private Quickstart(Progress progress, UnaryOperator<BlobStore> faults) {
        this.progress = progress;
        this.faults = faults;
    }

    public static void main(String[] args) throws IOException {
        try (InputStream config = Quickstart.class.getResourceAsStream("logging.properties")) {
            LogManager.getLogManager().readConfiguration(config);
        }
        Progress progress =
                Boolean.getBoolean("s3backed.quickstart.progress") ? Progress.on(System.err) : Progress.none();
        int code = run(
                new PrintWriter(System.out, true),
                new PrintWriter(System.err, true),
                progress,
                UnaryOperator.identity(),
                args);
        // DynamoDB Local leaves threads behind that would keep the process alive.
        System.exit(code);
    }

    /**
     * Runs it within a program.
     *
     * @param faults what to put in front of the store, for tests
     * @return the exit code
     */
    static int run(
            PrintWriter out, PrintWriter err, Progress progress, UnaryOperator<BlobStore> faults, String... args) {
        return new CommandLine(new Quickstart(progress, faults))
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler(Quickstart::explainArguments)
                .setExecutionExceptionHandler(Quickstart::explain)
                .execute(args);
    }

    private static int explainArguments(ParameterException e, String[] args) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("quickstart: " + e.getMessage());
        err.println("Try ./quickstart --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static int explain(Exception e, CommandLine command, ParseResult arguments) throws Exception {
        if (e instanceof UserException) {
            command.getErr().println("quickstart: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        if (e instanceof SdkException || e instanceof S3BackedException) {
            command.getErr().println("quickstart: " + UserException.firstLine(e));
            return DIFFERENT;
        }
        throw e;
    }

    @Override
    public Integer call() throws Exception {
        requireConsistentOptions();
        if (size != null || large != null) {
            LargeRun.bytes(heap);
            return new LargeRun(command().getOut(), heap).run(large, size == null ? 0 : LargeRun.bytes(size));
        }
        List<Sample> samples = paths.isEmpty() ? Corpus.ofThisMachine(project()) : Corpus.of(paths, this::notice);
        notice("Starting (" + Text.count(samples.size(), "file") + ") ...");
        try (ItemTable items = openTable();
                Destination destination = openDestination()) {
            Interruption interruption = Interruption.guard(items, destination);
            try {
                return run(samples, items, destination);
            } finally {
                interruption.over();
            }
        }
    }

    private int run(List<Sample> samples, ItemTable items, Destination destination) {
        Report report = new Report(command().getOut(), wide);
        BlobStore store = faults.apply(destination.store());
        boolean asPromised = new Tour(items, destination, store, progress, report)
                .show(samples, compressor, new Journal(this::notice));
        return asPromised ? CommandLine.ExitCode.OK : DIFFERENT;
    }

    private CommandLine command() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets it");
        }
        return spec.commandLine();
    }

    private void notice(String line) {
        command().getErr().println(line);
    }

    private static @Nullable Path project() {
        String root = System.getProperty("s3backed.quickstart.project");
        return root == null ? null : Path.of(root);
    }

    private void requireConsistentOptions() {
        require(
                Compressors.discover().ids().contains(compressor),
                "There is no compressor " + compressor + ". There are: "
                        + Text.join(Compressors.discover().ids()) + ".");
        require(
                size == null || large == null,
                "--size makes a file, and --large takes one that is there: leave one out.");
        require(large == null || Files.isRegularFile(large), "--large needs a file, and " + large + " is none.");
        require(
                keep == null || endpointS3 == null,
                "--keep stores in a folder, and --endpoint-s3 in S3: leave one out.");
        require(bucket == null || endpointS3 != null, "--bucket names a bucket of a real S3: give --endpoint-s3, too.");
        require(
                keep == null || !Files.exists(keep) || Files.isDirectory(keep),
                "--keep needs a folder, and " + keep + " is none.");
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(command(), message);
        }
    }

    private ItemTable openTable() {
        return endpointDynamoDb == null
                ? ItemTable.local(run)
                : ItemTable.remote(Connection.remote(endpointDynamoDb, region), run);
    }

    private Destination openDestination() {
        if (keep != null) {
            return FolderDestination.open(keep, run);
        }
        return endpointS3 == null
                ? BucketDestination.local(run)
                : BucketDestination.remote(Connection.remote(endpointS3, region), bucket, run);
    }
}
