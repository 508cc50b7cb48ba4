package io.github.s3backed.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a command ends other than done, in sentences for whoever called it. */
final class CliException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final transient List<String> messages;

    private CliException(int exitCode, List<String> messages, @Nullable Throwable cause) {
        super(String.join("\n", messages), cause);
        this.exitCode = exitCode;
        this.messages = List.copyOf(messages);
    }

    /** What was asked for cannot be; nothing was sent. */
    static CliException usage(String message) {
        return new CliException(ExitCode.USAGE, List.of(message), null);
    }

    static CliException usage(String message, Throwable cause) {
        return new CliException(ExitCode.USAGE, List.of(message), cause);
    }

    /** It could be done, and would not be safe; nothing was changed. */
    static CliException refused(String message) {
        return new CliException(ExitCode.REFUSED, List.of(message), null);
    }

    /** What was looked for is not there or not right. */
    static CliException found(String message, @Nullable Throwable cause) {
        return new CliException(ExitCode.FOUND, List.of(message), cause);
    }

    static CliException of(int exitCode, List<String> messages, Throwable cause) {
        return new CliException(exitCode, messages, cause);
    }

    int exitCode() {
        return exitCode;
    }

    List<String> messages() {
        return messages;
    }
}
