package io.github.s3backed.sweeper;

import io.github.s3backed.core.Reference;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.dynamodb.AttributeRewrite;
import io.github.s3backed.dynamodb.RegisteredTable;
import io.github.s3backed.dynamodb.StoredForm;
import io.github.s3backed.sweeper.MigrateReport.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Decides what is to become of one attribute of an item. Sends nothing, unless compressors are to be compared. */
final class AttributeMigration {

    private final MigrateSettings settings;
    private final ScannedTable table;
    private final Map<String, AttributeValue> item;
    private final String attribute;

    AttributeMigration(
            MigrateSettings settings, ScannedTable table, Map<String, AttributeValue> item, String attribute) {
        this.settings = settings;
        this.table = table;
        this.item = item;
        this.attribute = attribute;
    }

    /** What is to be done; empty where the item holds nothing. */
    Optional<Plan> decide() {
        // An item that is gone by now has no key, either.
        StoredForm form = item.containsKey(attribute) ? table.declared().formOf(item, attribute) : StoredForm.ABSENT;
        if (form == StoredForm.ABSENT) {
            return Optional.empty();
        }
        if (form == StoredForm.FOREIGN) {
            return Optional.of(Plan.none(
                    Outcome.SKIPPED,
                    "It looks like a reference, and is none that is followed. Add the former store or template to the"
                            + " registration, or find out who wrote it."));
        }
        return Optional.of(settings.toNative() ? outOfStore(form) : intoStore(form));
    }

    private Plan outOfStore(StoredForm form) {
        return form == StoredForm.NATIVE
                ? Plan.none(Outcome.AS_IS, "")
                : new Plan(Outcome.MADE_NATIVE, "", rewrite().madeNative());
    }

    private Plan intoStore(StoredForm form) {
        return switch (form) {
            case NATIVE -> nativeValue();
            case OVERSIZED -> new Plan(Outcome.OFFLOADED, "", anew());
            case FORMER -> new Plan(Outcome.MOVED, "", anew());
            default ->
                settings.recompress() && mayCompressOtherwise()
                        ? new Plan(Outcome.RECOMPRESSED, "", rewrite().recompressed())
                        : Plan.none(Outcome.AS_IS, "");
        };
    }

    private Plan nativeValue() {
        Optional<Reference> link = Optional.ofNullable(item.get(attribute).s()).flatMap(S3Link::parse);
        if (link.isEmpty()) {
            return new Plan(Outcome.OFFLOADED, "", rewrite());
        }
        if (!settings.adoptS3Links()) {
            return Plan.none(
                    Outcome.SKIPPED,
                    "It is an S3Link to " + link.get() + ". Migrate with adoptS3Links to take over its object.");
        }
        if (isOurs(link.get())) {
            return Plan.none(
                    Outcome.SKIPPED,
                    "It is an S3Link to " + link.get()
                            + ", whose key is of this library, and not one that an S3Link was stored under. Find out who wrote it.");
        }
        return table.declared().isConfigured(link.get().location())
                ? new Plan(Outcome.ADOPTED, "", rewrite().adopting(link.get()))
                : Plan.none(
                        Outcome.SKIPPED,
                        "It is an S3Link to " + link.get()
                                + ", which is in no configured store. Add its bucket with readFrom.");
    }

    // Or whoever could write such a text would have another item's payload, or what a store says of itself.
    private boolean isOurs(Reference link) {
        return link.key().startsWith(RegisteredTable.REGISTRY)
                || table.declared().keyTemplates().stream()
                        .anyMatch(template -> template.parse(link.key()).isPresent());
    }

    private AttributeRewrite rewrite() {
        return AttributeRewrite.of(table.name(), item, attribute, item.get(attribute));
    }

    private AttributeRewrite anew() {
        return settings.recompress() ? rewrite().recompressed() : rewrite();
    }

    // What is stored uncompressed may have been so because its compressor made it larger: only trying tells.
    private boolean mayCompressOtherwise() {
        String today = table.declared().compressor(attribute);
        Duration patience = settings.scans().patience();
        Optional<String> stored = Waiting.on(table.declared().storedCompressor(item, attribute), patience);
        return stored.filter(today::equals).isEmpty()
                && !(settings.dryRun()
                        && stored.filter(BlobMetadata.IDENTITY::equals).isPresent());
    }

    /** How messages name what the item holds. */
    String place() {
        return table.declared()
                .reference(item, attribute)
                .map(Reference::toString)
                .orElse("a value in the item");
    }

    /**
     * What is to become of an attribute.
     *
     * @param reason why nothing is; empty if there is nothing to say
     * @param rewrite null for nothing
     */
    record Plan(Outcome outcome, String reason, @Nullable AttributeRewrite rewrite) {

        static Plan none(Outcome outcome, String reason) {
            return new Plan(outcome, reason, null);
        }
    }
}
