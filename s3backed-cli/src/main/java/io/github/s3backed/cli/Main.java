package io.github.s3backed.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;

/** The command line {@code s3backed}. */
public final class Main {

    private static final Logger ROOT = Logger.getLogger("");

    private Main() {}

    /**
     * Runs a command and ends the process, with an exit code that {@code s3backed --help} explains.
     *
     * @param args a command and its options
     */
    public static void main(String[] args) {
        ROOT.setLevel(Level.WARNING);
        Interruption interruption = Interruption.of(Thread.currentThread());
        int code;
        try {
            code = commandLine().execute(args);
        } finally {
            System.out.flush();
            System.err.flush();
            interruption.over();
        }
        if (!Interruption.isRequested()) {
            System.exit(code);
        }
        // The process is ending already, with the code of the signal.
    }

    static CommandLine commandLine() {
        return new CommandLine(new S3BackedCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(System.out, true, Charset.defaultCharset()))
                .setErr(new PrintWriter(System.err, true, Charset.defaultCharset()));
    }
}
