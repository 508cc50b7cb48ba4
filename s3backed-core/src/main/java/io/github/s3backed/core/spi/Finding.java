package io.github.s3backed.core.spi;

import java.util.Objects;

/**
 * One thing that a check has found.
 *
 * @param subject what it is about, such as {@code table 'articles'} or {@code s3://my-bucket}
 * @param message what is so, what follows from it and what to do: sentences for people, without payloads, values of keys or
 *     credentials
 */
public record Finding(Severity severity, String subject, String message) {

    public Finding {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(message, "message");
    }

    /** How much it matters, the worst first. */
    public enum Severity {
        /** Requests will fail, or data may be lost. */
        ERROR,
        /** Requests work, but something is left undone or will fail in rare cases. */
        WARNING,
        /** Worth knowing. */
        INFO
    }

    /** A line of a report. */
    @Override
    public String toString() {
        return severity + " " + subject + ": " + message;
    }
}
