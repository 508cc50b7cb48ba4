package io.github.s3backed.cli;

import io.github.s3backed.core.spi.Finding;
import io.github.s3backed.dynamodb.CheckReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What an application's start would find out. */
@Command(
        name = "check",
        description = {
            "Finds out what is wrong with tables, buckets and permissions, before a request does.",
            "",
            "Reads descriptions of tables and no items; puts, reads and deletes one small object per store."
        },
        exitCodeList = {
            "0:no errors; warnings there may be",
            "1:there are errors, because of which requests will fail",
            "2:options, files or the registration need another look; nothing was sent",
            "3:refused: the tables are of another account than registered",
            "4:it failed half-way; run it again",
            "130:interrupted"
        },
        footer = {
            "  Before a deployment, with the credentials of the service:",
            "    s3backed check --registration registration.json"
        })
final class CheckCommand extends Operation {

    @Option(
            names = "--table",
            paramLabel = "NAME",
            description = "Which tables; all that are registered by default. May be given more than once.")
    private List<String> tables = new ArrayList<>();

    @Override
    Result run(Session session, Console console) {
        List<Finding> findings = new ArrayList<>();
        session.applications(tables)
                .forEach(application -> findings.addAll(
                        application.s3backed().check(application.client()).findings()));
        CheckReport report = new CheckReport(findings.stream().distinct().toList());
        return new Result(
                report.isHealthy() ? ExitCode.DONE : ExitCode.FOUND,
                Map.of("healthy", report.isHealthy(), "findings", report.findings()),
                lines(report));
    }

    private static List<String> lines(CheckReport report) {
        return Console.join(
                List.of(report.isHealthy() ? "Checked: no errors" : "Checked: requests will fail"),
                report.findings().stream().map(Finding::toString).toList());
    }
}
