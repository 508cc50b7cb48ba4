package io.github.s3backed.cli;

import io.github.s3backed.core.PayloadInfo;
import io.github.s3backed.core.Placeholder;
import io.github.s3backed.core.Reference;
import io.github.s3backed.core.StreamedPayload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What is known of one payload without reading it. */
@Command(
        name = "info",
        description = {
            "Shows what an item holds of an S3-backed attribute, or what an object is; never the payload.",
            "",
            "Give a reference, or --table, --key and --attribute."
        },
        exitCodeList = {
            "0:it is there",
            "1:there is no such item or object, or the reference is not followed",
            "2:options, files or the registration need another look; nothing was sent",
            "4:a service failed; run it again",
            "130:interrupted"
        },
        footer = {
            "  s3backed info -r registration.json --table articles --key id=42 --attribute body",
            "  s3backed info -r registration.json --table films --key id=N:7 --sort cut=final --attribute film --json",
            "  s3backed info -r registration.json s3://my-bucket/s3backed/articles/1b2c.../body/9f86...-4a5b..."
        })
final class InfoCommand extends Operation {

    @Parameters(index = "0", arity = "0..1", paramLabel = "REFERENCE", description = "Such as s3://my-bucket/key.")
    private @Nullable String reference;

    @Mixin
    private ItemOptions item = new ItemOptions();

    @Override
    void checkOptions(Console console) {
        Targets.checkOptions(reference, item);
    }

    @Override
    Result run(Session session, Console console) {
        Target target = new Targets(session, item).find(reference);
        Facts facts = new Facts();
        facts.put("table", target.table().name());
        facts.put("region", target.application().region());
        facts.put("attribute", target.attribute().name());
        facts.put("serializer", target.attribute().serializer());
        if (target instanceof Target.OfItem ofItem) {
            describe(session, ofItem, facts);
        } else {
            describe(session, (Target.OfReference) target, facts);
        }
        return facts.result();
    }

    private void describe(Session session, Target.OfItem target, Facts facts) {
        StoredValue stored = StoredValue.read(target)
                .orElseThrow(() -> CliException.found("Table '" + target.table().name() + "' has no such item.", null));
        facts.put("state", stored.state());
        switch (stored.state()) {
            case INLINE -> describePayload(session, target, facts);
            case OFFLOADED -> describeOffloaded(session, target, stored, facts);
            case NATIVE -> {
                facts.put("storedType", stored.type());
                stored.nativeBytes().ifPresent(bytes -> facts.put("length", bytes.length));
            }
            default -> {}
        }
    }

    private void describePayload(Session session, Target.OfItem target, Facts facts) {
        try {
            StreamedPayload payload = StoredValue.payload(session, target).orElseThrow();
            PayloadInfo info = payload.info().toCompletableFuture().join();
            facts.put(
                    "fingerprint",
                    payload.fingerprint().map(print -> print.hex()).orElse(null));
            info.length().ifPresent(length -> facts.put("length", length));
            facts.put("storedLength", info.storedLength());
            facts.put("contentType", info.contentType());
            facts.put("contentEncoding", info.contentEncoding());
        } catch (RuntimeException e) {
            facts.problem(Failures.unwrap(e).getMessage());
        }
    }

    private void describeOffloaded(Session session, Target.OfItem target, StoredValue stored, Facts facts) {
        Reference held = stored.reference().orElseThrow();
        boolean followed = target.application()
                .declared(target.table().name())
                .follows(stored.item(), target.attribute().name(), held);
        facts.put("reference", held.toString());
        facts.put("followed", followed);
        if (!followed) {
            facts.problem(
                    "The reference is not followed: it points outside of the registered stores, or its key was built"
                            + " by no registered template, or for another item or attribute.");
            return;
        }
        new Targets(session, item)
                .candidates(held).stream()
                        .filter(found -> found.attribute().equals(target.attribute()))
                        .findFirst()
                        .ifPresent(found -> describeKey(found, facts));
        describeObject(session, held, facts);
    }

    private void describe(Session session, Target.OfReference target, Facts facts) {
        facts.put("reference", target.reference().toString());
        describeKey(target, facts);
        describeObject(session, target.reference(), facts);
    }

    private static void describeKey(Target.OfReference target, Facts facts) {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("template", target.template().toString());
        key.put("mode", target.template().isExclusive() ? "exclusive" : "shared");
        for (Placeholder placeholder : target.template().placeholders()) {
            String name = placeholder.toString().replaceAll("[{}]", "");
            key.put(name, target.parsed().encoded(placeholder).orElse(null));
        }
        facts.put("key", key);
    }

    private static void describeObject(Session session, Reference reference, Facts facts) {
        Optional<ObjectFacts> object = ObjectFacts.of(session.clients(), reference);
        facts.object(object.orElse(null));
        if (object.isEmpty()) {
            facts.problem(
                    "There is no object. If versions are kept, restore brings it back; else put does, from a file.");
        }
    }

    /** What is found, in the order in which it is. */
    private static final class Facts {

        private final Map<String, @Nullable Object> found = new LinkedHashMap<>();
        private final List<String> lines = new ArrayList<>();
        private boolean problematic;

        void put(String name, @Nullable Object value) {
            found.put(name, value);
            if (value instanceof Map<?, ?> parts) {
                parts.forEach((part, text) -> lines.add(Console.row("  " + part, text)));
            } else if (value != null) {
                lines.add(Console.row(name, value));
            }
        }

        void object(@Nullable ObjectFacts object) {
            found.put("object", object);
            if (object != null) {
                object.rows().forEach((label, value) -> lines.add(Console.row(label, value)));
            }
        }

        void problem(@Nullable String text) {
            found.put("problem", text);
            lines.add(Console.row("problem", text));
            problematic = true;
        }

        Result result() {
            return new Result(problematic ? ExitCode.FOUND : ExitCode.DONE, found, lines);
        }
    }
}
