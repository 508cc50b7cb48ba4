package io.github.s3backed.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** All commands. */
@Command(
        name = "s3backed",
        description = {
            "Sweeps, verifies, migrates, restores, shows and repairs what coordinated clients have stored.",
            "",
            "Nothing is changed unless --apply or --delete-and-log-to says so."
        },
        subcommands = {
            SweepCommand.class,
            VerifyCommand.class,
            MigrateCommand.class,
            RestoreCommand.class,
            CheckCommand.class,
            InfoCommand.class,
            CatCommand.class,
            PutCommand.class,
            HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, and nothing is wrong",
            "1:done, and something was found, or failed for some keys",
            "2:options, files or the registration need another look; nothing was sent",
            "3:refused, because it would not be safe; nothing was changed",
            "4:it failed half-way; run it again to go on",
            "130:interrupted; run it again to go on"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  s3backed check --registration registration.json",
            "  s3backed verify --registration registration.json --deep",
            "  s3backed sweep --registration registration.json",
            "  s3backed sweep --help"
        })
final class S3BackedCommand {}
