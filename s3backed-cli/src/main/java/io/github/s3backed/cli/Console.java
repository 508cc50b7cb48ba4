package io.github.s3backed.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Where a command prints: results to standard output, all else to standard error. */
final class Console {

    private final String command;
    private final OutputOptions options;
    private final PrintWriter out;
    private final PrintWriter err;

    Console(String command, OutputOptions options, PrintWriter out, PrintWriter err) {
        this.command = command;
        this.options = options;
        this.out = out;
        this.err = err;
    }

    boolean isJson() {
        return options.json;
    }

    /** A note on the way. */
    void note(String line) {
        if (!options.quiet) {
            err.println(line);
            err.flush();
        }
    }

    Progress progress(String task) {
        if (options.quiet) {
            return Progress.NONE;
        }
        return OutputOptions.isTerminal() ? new ProgressBars(task) : new ProgressLines(task, this::note);
    }

    int done(Result result) {
        if (options.json) {
            print(result.exitCode(), "result", result.document());
        } else if (!options.quiet) {
            result.lines().forEach(out::println);
        }
        out.flush();
        return result.exitCode();
    }

    int failed(CliException failure) {
        if (options.json) {
            print(failure.exitCode(), "errors", failure.messages());
            out.flush();
        }
        err.println(headline(failure));
        failure.messages().forEach(message -> err.println(failure.messages().size() > 1 ? "- " + message : message));
        if (options.verbose) {
            failure.printStackTrace(err);
        }
        err.flush();
        return failure.exitCode();
    }

    private String headline(CliException failure) {
        return "s3backed " + command
                + switch (failure.exitCode()) {
                    case ExitCode.REFUSED -> ": refused, and nothing was changed:";
                    case ExitCode.INTERRUPTED -> ": interrupted:";
                    case ExitCode.FAILED -> ": failed:";
                    case ExitCode.FOUND -> ": not as it should be:";
                    default -> ":";
                };
    }

    private void print(int exitCode, String name, Object value) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("command", command);
        document.put("exitCode", exitCode);
        document.put(name, value);
        out.println(Json.write(document));
    }

    /** Numbers as people read them, in any language. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A line of a table of two columns. */
    static String row(String label, Object value) {
        return String.format(Locale.ROOT, "%-22s %s", label, value);
    }

    static List<String> join(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
