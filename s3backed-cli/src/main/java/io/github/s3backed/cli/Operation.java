package io.github.s3backed.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands have in common: options, and that every failure is a sentence and an exit code. */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        showDefaultValues = false,
        footerHeading = "%nExamples:%n",
        exitCodeListHeading = "%nExit codes:%n")
abstract class Operation implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    /** Does it. What it throws is explained. */
    abstract Result run(Session session, Console console) throws Exception;

    /** Whether the options fit together, before anything is read or sent. */
    void checkOptions(Console console) {}

    @Override
    public final Integer call() {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        Console console = new Console(spec.name(), output, line.getOut(), line.getErr());
        if (output.verbose) {
            Logger.getLogger("software.amazon.awssdk").setLevel(Level.FINE);
        }
        try {
            checkOptions(console);
            try (Session session = Session.open(connection)) {
                return console.done(run(session, console));
            }
        } catch (Throwable e) { // Also an error: the exit code of a JVM that it ends would say something else.
            return console.failed(Failures.explain(e));
        }
    }
}
