package io.github.s3backed.dynamodb;

import io.github.s3backed.core.S3BackedException;

/** Requests would fail as things are: see the {@link #report()}. Nothing was changed. */
public final class FailedCheckException extends S3BackedException {

    private static final long serialVersionUID = 1L;

    private final transient CheckReport report;

    FailedCheckException(CheckReport report) {
        this("The check before the first request has found errors:\n" + CheckReport.lines(report.errors()), report);
    }

    private FailedCheckException(String message, CheckReport report) {
        super(message, null);
        this.report = report;
    }

    /** Everything that was found, also what is no error. */
    public CheckReport report() {
        return report;
    }

    @Override
    protected S3BackedException withMessage(String message) {
        return new FailedCheckException(message, report);
    }
}
