package io.github.s3backed.cli;

/** What a script is told. Documented in docs/operations.md; they never change. */
final class ExitCode {

    /** Done, and nothing is wrong. */
    static final int DONE = 0;

    /** Done, and something was found, or failed for some keys. */
    static final int FOUND = 1;

    /** Options, files or the registration need another look. */
    static final int USAGE = 2;

    /** It was not safe, and nothing was changed. */
    static final int REFUSED = 3;

    /** It ended half-way; running it again goes on. */
    static final int FAILED = 4;

    /** As a shell says it of a process that Ctrl-C has ended. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
