package io.github.s3backed.cli;

import io.github.s3backed.core.StreamedPayload;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The bytes of one payload. */
@Command(
        name = "cat",
        description = {
            "Writes a payload's bytes, decompressed and verified, to standard output or a file.",
            "",
            "Give a reference, or --table, --key and --attribute. On standard output, bytes that came before an exit code"
                    + " other than 0 are not verified; a file appears only once all of it is."
        },
        exitCodeList = {
            "0:all bytes were written, and are what was stored",
            "1:there is no payload, or it is not what was stored",
            "2:options, files or the registration need another look; nothing was sent",
            "4:a service failed; run it again",
            "130:interrupted"
        },
        footer = {
            "  s3backed cat -r registration.json --table articles --key id=42 --attribute body",
            "  s3backed cat -r registration.json --table films --key id=N:7 --attribute film --to film.mp4",
            "  s3backed cat -r registration.json s3://my-bucket/pynamodb-mate/s3backed/9f86... | head"
        })
final class CatCommand extends Operation {

    private static final int PART = 64 * 1024;

    @Parameters(index = "0", arity = "0..1", paramLabel = "REFERENCE", description = "Such as s3://my-bucket/key.")
    private @Nullable String reference;

    @Mixin
    private ItemOptions item = new ItemOptions();

    @Option(names = "--to", paramLabel = "FILE", description = "Write to this file, and not to standard output.")
    private @Nullable Path to;

    @Option(names = "--overwrite", description = "Replace the file if it is there.")
    private boolean overwrite;

    @Override
    void checkOptions(Console console) {
        Targets.checkOptions(reference, item);
        if (console.isJson() && to == null) {
            throw CliException.usage("Standard output is for the payload or for JSON: with --json, give --to FILE.");
        }
    }

    @Override
    Result run(Session session, Console console) throws IOException {
        StreamedPayload payload = payload(session, new Targets(session, item).find(reference));
        if (to == null) {
            try (InputStream in = payload.open()) {
                write(in, System.out);
            }
            return new Result(ExitCode.DONE, Map.of(), List.of());
        }
        payload.copyTo(to, overwrite ? new CopyOption[] {StandardCopyOption.REPLACE_EXISTING} : new CopyOption[0]);
        return written(payload, to);
    }

    /** A PrintStream throws nothing where its reader has gone or its disk is full: it has to be asked. */
    private static void write(InputStream in, PrintStream out) throws IOException {
        byte[] part = new byte[PART];
        for (int count = in.read(part); count >= 0; count = in.read(part)) {
            out.write(part, 0, count);
            if (out.checkError()) {
                throw new IOException("Standard output takes no more: is the disk full, or has its reader ended?"
                        + " What it has got of the payload is not all.");
            }
        }
    }

    private static StreamedPayload payload(Session session, Target target) {
        if (target instanceof Target.OfReference object) {
            return session.streamed(object.application())
                    .declared(object.table().name())
                    .payload(object.reference(), object.attribute().name());
        }
        Target.OfItem ofItem = (Target.OfItem) target;
        StoredValue stored = StoredValue.read(ofItem)
                .orElseThrow(() -> CliException.found("Table '" + ofItem.table().name() + "' has no such item.", null));
        return switch (stored.state()) {
            case ABSENT, NULL ->
                throw CliException.found(
                        "The item holds nothing in '" + ofItem.attribute().name() + "'.", null);
            case NATIVE ->
                StreamedPayload.of(stored.nativeBytes()
                        .orElseThrow(() -> CliException.found(
                                "The item holds a native value of type " + stored.type() + ", which has no bytes.",
                                null)));
            case INLINE, OFFLOADED -> StoredValue.payload(session, ofItem).orElseThrow();
        };
    }

    private static Result written(StreamedPayload payload, Path file) throws IOException {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("file", file.toString());
        document.put("bytes", Files.size(file));
        document.put(
                "fingerprint", payload.fingerprint().map(print -> print.hex()).orElse(null));
        document.put("reference", payload.reference().map(Object::toString).orElse(null));
        return new Result(
                ExitCode.DONE,
                document,
                List.of("Wrote " + Console.count(Files.size(file)) + " bytes, verified, to " + file));
    }
}
