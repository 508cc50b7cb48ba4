package io.github.s3backed.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A file as a payload. */
@Command(
        name = "put",
        description = {
            "Writes a file as the S3-backed attribute of an item that is there, as a coordinated client does; or puts the"
                    + " object of a reference back that is missing or damaged.",
            "",
            "Give a reference, or --table, --key and --attribute. Without --apply it says what it would do."
        },
        exitCodeList = {
            "0:it was done; without --apply, it could be",
            "2:options, files or the registration need another look; nothing was sent",
            "3:refused, and nothing was changed: there is no such item, the file is not what the reference's key names,"
                    + " or the object is well",
            "4:a service failed, and what was written is unknown; run it again",
            "130:interrupted; run it again"
        },
        footer = {
            "  s3backed put film.mp4 -r registration.json --table films --key id=N:7 --attribute film --apply",
            "  s3backed put body.txt -r registration.json s3://my-bucket/s3backed/articles/1b2c.../body/9f86...-4a5b... --apply"
        })
final class PutCommand extends Operation {

    @Parameters(index = "0", paramLabel = "FILE", description = "Serialized and uncompressed, as cat writes it.")
    private @Nullable Path file;

    @Parameters(index = "1", arity = "0..1", paramLabel = "REFERENCE", description = "Such as s3://my-bucket/key.")
    private @Nullable String reference;

    @Mixin
    private ItemOptions item = new ItemOptions();

    @Option(names = "--apply", description = "Do it.")
    private boolean apply;

    @Option(names = "--overwrite", description = "Of a reference: store the object anew although it is there and well.")
    private boolean overwrite;

    @Override
    void checkOptions(Console console) {
        Targets.checkOptions(reference, item);
        if (overwrite && reference == null) {
            throw CliException.usage("--overwrite is for a reference: an item's attribute is replaced in any case.");
        }
    }

    @Override
    Result run(Session session, Console console) throws IOException {
        Path given = Objects.requireNonNull(file);
        if (!Files.isRegularFile(given)) {
            throw new NoSuchFileException(given.toString());
        }
        Target target = new Targets(session, item).find(reference);
        Content.require(given, target.attribute());
        return target instanceof Target.OfItem ofItem
                ? new ItemPut(session, ofItem, given).run(apply)
                : new ObjectRepair(session, new Targets(session, item), (Target.OfReference) target, given)
                        .run(apply, overwrite);
    }
}
