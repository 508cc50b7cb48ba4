package io.github.s3backed.cli;

import picocli.CommandLine.Option;

/** How a command says what it does. */
final class OutputOptions {

    @Option(names = "--json", description = "Print one JSON document to standard output, and nothing else there.")
    boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print neither progress nor a summary; errors are printed.")
    boolean quiet;

    @Option(names = "--verbose", description = "Print stack traces, and what the SDK logs.")
    boolean verbose;

    /** Set by the start script where standard error is a terminal: Java cannot tell. */
    static boolean isTerminal() {
        return Boolean.getBoolean("s3backed.terminal");
    }
}
