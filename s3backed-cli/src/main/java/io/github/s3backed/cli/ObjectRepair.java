package io.github.s3backed.cli;

import io.github.s3backed.core.BlobNotFoundException;
import io.github.s3backed.core.CorruptPayloadException;
import io.github.s3backed.core.StreamedPayload;
import io.github.s3backed.dynamodb.DeclaredTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file in place of an object that is missing or damaged: the very bytes that its key names, or nothing. */
final class ObjectRepair {

    private final Targets targets;
    private final Target.OfReference target;
    private final DeclaredTable table;
    private final Path file;

    ObjectRepair(Session session, Targets targets, Target.OfReference target, Path file) {
        this.targets = targets;
        this.target = target;
        this.table =
                session.streamed(target.application()).declared(target.table().name());
        this.file = file;
    }

    Result run(boolean apply, boolean overwrite) throws IOException {
        requireOneForm();
        requireFingerprint();
        requireOwnSerializer();
        State before = state();
        if (before == State.HEALTHY && !overwrite) {
            throw CliException.refused(target.reference()
                    + " is there, and its bytes are those that its key names. To store it anew, give --overwrite.");
        }
        if (apply) {
            table.repair(target.reference(), target.attribute().name(), StreamedPayload.of(file))
                    .toCompletableFuture()
                    .join();
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("applied", apply);
        document.put("reference", target.reference().toString());
        document.put("before", before);
        document.put("bytes", Files.size(file));
        return new Result(
                ExitCode.DONE,
                document,
                List.of((apply ? "Stored " : "Would store ") + Console.count(Files.size(file)) + " bytes as "
                        + target.reference() + ", which was " + before
                        + (apply ? "." : ". Give --apply to do it.")));
    }

    // Several attributes may have such keys, and store equal bytes in different ways.
    private void requireOneForm() {
        long forms = targets.candidates(target.reference()).stream()
                .map(candidate -> candidate.attribute().serializer() + " "
                        + candidate.attribute().contentType() + " "
                        + candidate.attribute().compressor())
                .distinct()
                .count();
        if (forms > 1) {
            throw CliException.usage("Attributes with different serializers or compressors have keys such as that of "
                    + target.reference() + ". Choose one with --table and --attribute.");
        }
    }

    private void requireFingerprint() throws IOException {
        String actual = sha256();
        String expected = target.parsed().fingerprint().hex();
        if (!actual.equals(expected)) {
            throw CliException.refused(file + " is not what the reference names: its SHA-256 is " + actual
                    + ", and the key" + " holds " + expected + ".");
        }
    }

    // It would be taken for damaged, and its own attribute could not read it any more.
    private void requireOwnSerializer() {
        table.head(target.reference())
                .toCompletableFuture()
                .join()
                .map(info -> info.metadata().userMetadata().get("s3backed-serializer"))
                .filter(id -> !id.equals(target.attribute().serializer()))
                .ifPresent(id -> {
                    throw CliException.refused(target.reference() + " was written by the serializer '" + id
                            + "', and attribute '" + target.attribute().name()
                            + "' has another. Choose the attribute whose object it is with --table and --attribute.");
                });
    }

    private String sha256() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform is required to have it, see java.security.MessageDigest.
            throw new AssertionError(e);
        }
    }

    private State state() throws IOException {
        try (InputStream in =
                table.payload(target.reference(), target.attribute().name()).open()) {
            in.transferTo(OutputStream.nullOutputStream());
            return State.HEALTHY;
        } catch (BlobNotFoundException e) {
            return State.MISSING;
        } catch (IOException | RuntimeException e) {
            if (Failures.unwrap(e) instanceof CorruptPayloadException) {
                return State.DAMAGED;
            }
            throw e;
        }
    }

    private enum State {
        MISSING,
        DAMAGED,
        HEALTHY
    }
}
