package io.github.s3backed.cli;

import io.github.s3backed.core.InvalidReferenceException;
import io.github.s3backed.core.KeyEncoding;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.ParsedKey;
import io.github.s3backed.core.Placeholder;
import io.github.s3backed.core.Reference;
import io.github.s3backed.dynamodb.Registration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Finds what options and registrations name together. */
final class Targets {

    private final Session session;
    private final ItemOptions options;

    Targets(Session session, ItemOptions options) {
        this.session = session;
        this.options = options;
    }

    static void checkOptions(@Nullable String reference, ItemOptions options) {
        if (reference != null) {
            if (options.key != null || options.sort != null) {
                throw CliException.usage("Give a reference, or --table, --key and --attribute, and not both.");
            }
            parse(reference);
        } else if (options.table == null || options.key == null || options.attribute == null) {
            throw CliException.usage(
                    "Give a reference such as s3://my-bucket/key, or --table, --key and --attribute of an item.");
        } else {
            KeyValue.parse("--key", options.key);
            if (options.sort != null) {
                KeyValue.parse("--sort", options.sort);
            }
        }
    }

    Target find(@Nullable String reference) {
        return reference == null ? item() : object(parse(reference));
    }

    private Target.OfItem item() {
        Application application = application();
        Registration.Table table = application.registration().tables().get(0);
        Registration.Attribute attribute = table.attributes().stream()
                .filter(candidate -> candidate.name().equals(options.attribute))
                .findFirst()
                .orElseThrow(() -> CliException.usage(
                        "Table '" + table.name() + "' has no S3-backed attribute '" + options.attribute
                                + "'. Registered: "
                                + table.attributes().stream()
                                        .map(Registration.Attribute::name)
                                        .toList()
                                + "."));
        return new Target.OfItem(application, table, attribute, key(table));
    }

    private Application application() {
        List<Application> found = session.applications(List.of(String.valueOf(options.table))).stream()
                .filter(application -> application.registration().tables().get(0).attributes().stream()
                        .anyMatch(attribute -> attribute.name().equals(options.attribute)))
                .toList();
        if (found.size() < 2) {
            return found.isEmpty()
                    ? session.applications(List.of(String.valueOf(options.table)))
                            .get(0)
                    : found.get(0);
        }
        return session.preferred(found);
    }

    private Map<String, AttributeValue> key(Registration.Table table) {
        Map<String, AttributeValue> key = new HashMap<>();
        put(key, "--key", options.key, table.partitionKey());
        put(key, "--sort", options.sort, table.sortKey());
        return key;
    }

    private static void put(
            Map<String, AttributeValue> key, String option, @Nullable String given, @Nullable String expected) {
        if (given == null || expected == null) {
            if (given != null || expected != null) {
                throw CliException.usage(
                        expected == null ? "The table has no sort key: leave out --sort." : option + " is missing.");
            }
            return;
        }
        KeyValue value = KeyValue.parse(option, given);
        if (!value.name().equals(expected)) {
            throw CliException.usage(
                    option + " names '" + value.name() + "', and the table's key is '" + expected + "'.");
        }
        key.put(value.name(), value.value());
    }

    private Target.OfReference object(Reference reference) {
        List<Target.OfReference> found = candidates(reference);
        if (found.isEmpty()) {
            throw CliException.usage(reference + " is none of a registered store, template and table"
                    + (options.table == null && options.attribute == null ? "" : " with that --table or --attribute")
                    + ". Is the registration complete, with former templates and former logical names?");
        }
        return found.get(0);
    }

    /** Every attribute whose values may have such a key: of an exclusive one that names its place there is one. */
    List<Target.OfReference> candidates(Reference reference) {
        List<Target.OfReference> found = new ArrayList<>();
        for (Application application : session.applications()) {
            if (application
                    .registration()
                    .stores()
                    .contains(reference.location().toString())) {
                application.registration().tables().stream()
                        .filter(table -> options.table == null || options.table.equals(table.name()))
                        .forEach(table -> table.attributes().stream()
                                .filter(attribute ->
                                        options.attribute == null || options.attribute.equals(attribute.name()))
                                .flatMap(attribute -> candidate(application, table, attribute, reference))
                                .forEach(found::add));
            }
        }
        return found;
    }

    private static Stream<Target.OfReference> candidate(
            Application application, Registration.Table table, Registration.Attribute attribute, Reference reference) {
        return Stream.concat(Stream.of(attribute.keyTemplate()), attribute.formerKeyTemplates().stream())
                .map(KeyTemplate::of)
                .flatMap(template -> template
                        .parse(reference.key())
                        .filter(parsed -> belongs(parsed, table, attribute))
                        .map(parsed ->
                                new Target.OfReference(application, table, attribute, reference, template, parsed))
                        .stream())
                .limit(1);
    }

    private static boolean belongs(ParsedKey parsed, Registration.Table table, Registration.Attribute attribute) {
        boolean ofTable = parsed.table()
                .map(name -> name.equals(table.logicalName())
                        || table.formerLogicalNames().contains(name))
                .orElse(true);
        return ofTable
                && parsed.encoded(Placeholder.ATTRIBUTE)
                        .map(KeyEncoding.encode(attribute.name())::equals)
                        .orElse(true);
    }

    static Reference parse(String reference) {
        try {
            return Reference.parse(reference);
        } catch (InvalidReferenceException e) {
            throw CliException.usage("A reference is of the form s3://my-bucket/key.", e);
        }
    }
}
