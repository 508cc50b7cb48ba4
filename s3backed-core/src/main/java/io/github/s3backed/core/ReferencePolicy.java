package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.BlobStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Which references are followed, and whose objects may be removed: those of configured stores, by keys of configured templates. */
final class ReferencePolicy {

    private final Map<BlobLocation, BlobStore> readable;
    private final List<KeyTemplate> templates;

    ReferencePolicy(Map<BlobLocation, BlobStore> readable, List<KeyTemplate> templates) {
        this.readable = Map.copyOf(readable);
        this.templates = List.copyOf(templates);
    }

    boolean isExclusiveTo(Reference reference, KeyContext context) {
        return readable.containsKey(reference.location())
                && templates.stream()
                        .noneMatch(candidate -> !candidate.isExclusive()
                                && candidate.parse(reference.key()).isPresent())
                && templates.stream()
                        .filter(KeyTemplate::isExclusive)
                        .filter(KeyTemplate::namesItemAndAttribute)
                        .map(candidate -> candidate.parse(reference.key()))
                        .flatMap(Optional::stream)
                        .anyMatch(key -> key.belongsTo(context));
    }

    boolean follows(Reference reference, KeyContext context) {
        return isStored(reference)
                && templates.stream()
                        .map(candidate -> candidate.parse(reference.key()))
                        .flatMap(Optional::stream)
                        .anyMatch(key -> key.belongsTo(context));
    }

    boolean isStored(Reference reference) {
        return readable.containsKey(reference.location());
    }

    /** Whether a text begins as references into one of the stores' kinds do. */
    boolean resemble(String text) {
        return readable.keySet().stream().anyMatch(known -> text.startsWith(known.scheme() + "://"));
    }

    /** @throws IllegalArgumentException if the reference points outside of the stores */
    BlobStore storeOf(Reference reference) {
        BlobStore store = readable.get(reference.location());
        if (store == null) {
            throw new IllegalArgumentException(reference + " points outside of the configured stores.");
        }
        return store;
    }

    /** @throws InvalidReferenceException if it must not be followed */
    FollowedReference follow(Reference reference, KeyContext context) {
        return follow(reference, key -> key.belongsTo(context));
    }

    /**
     * As {@link #follow}, for a reference that no item was found to hold.
     *
     * @throws InvalidReferenceException if it points outside of the stores, or no template has built it
     */
    FollowedReference followAnywhere(Reference reference) {
        return follow(reference, key -> true);
    }

    private FollowedReference follow(Reference reference, Predicate<ParsedKey> belongs) {
        BlobStore source = readable.get(reference.location());
        if (source == null) {
            throw new InvalidReferenceException(
                    name(reference) + " is not followed: it points outside of the configured stores "
                            + readable.keySet().stream()
                                    .map(BlobLocation::toString)
                                    .sorted()
                                    .toList()
                            + ". If it is one of yours, add its store with readFrom.",
                    null);
        }
        boolean anothers = false;
        for (KeyTemplate candidate : templates) {
            Optional<ParsedKey> key = candidate.parse(reference.key());
            // A former template's literal may look like a value of the current one, so the first that fits need not be
            // the one that built the key.
            if (key.isPresent() && belongs.test(key.get())) {
                return new FollowedReference(reference, source, key.get().fingerprint(), !candidate.isExclusive());
            }
            anothers |= key.isPresent();
        }
        throw new InvalidReferenceException(
                anothers
                        ? reference
                                + " is not followed: its key belongs to another table, item or attribute than the one"
                                + " that holds it."
                        : reference + " is not followed: none of the key templates " + templates
                                + " can have built it. If a former configuration did, add its template with"
                                + " formerKeyTemplates.",
                null);
    }

    // What has another scheme than any store may be a payload that was stored natively, such as the text of a link: it
    // is not repeated.
    private String name(Reference reference) {
        String scheme = reference.location().scheme();
        return readable.keySet().stream().anyMatch(known -> known.scheme().equals(scheme))
                ? reference.toString()
                : "A reference of another scheme";
    }
}
