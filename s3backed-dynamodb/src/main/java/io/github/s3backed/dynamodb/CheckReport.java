package io.github.s3backed.dynamodb;

import io.github.s3backed.core.spi.Finding;
import io.github.s3backed.core.spi.Finding.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@link S3BackedDynamoDb#check} has found. Immutable.
 *
 * @param findings errors first, then warnings; those of one subject together. Cannot be changed
 */
public record CheckReport(List<Finding> findings) {

    public CheckReport {
        findings = findings.stream()
                .sorted(Comparator.comparing(Finding::severity)
                        .thenComparing(Finding::subject)
                        .thenComparing(Finding::message))
                .toList();
    }

    /** Whether there is no error; warnings there may be. */
    public boolean isHealthy() {
        return errors().isEmpty();
    }

    /** The findings because of which requests will fail. */
    public List<Finding> errors() {
        return findings.stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .toList();
    }

    /**
     * This report, if it holds no error.
     *
     * @throws FailedCheckException if it does; the message holds all of them
     */
    public CheckReport requireHealthy() {
        if (!isHealthy()) {
            throw new FailedCheckException(this);
        }
        return this;
    }

    /** One finding per line, for a log; empty if there is none. */
    @Override
    public String toString() {
        return lines(findings);
    }

    static String lines(List<Finding> findings) {
        return findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
    }
}
