package io.github.s3backed.dynamodb;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.spi.BlobStore;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** From a registration as data back to settings. */
final class RegistrationReader {

    private final Registration registration;
    private final Function<String, BlobStore> locations;
    private final Map<String, BlobStore> stores = new LinkedHashMap<>();

    RegistrationReader(Registration registration, Function<String, BlobStore> locations) {
        this.registration = registration;
        this.locations = locations;
    }

    S3BackedDynamoDb.Builder read() {
        if (registration.formatVersion() != Registration.FORMAT_VERSION) {
            throw new IllegalArgumentException("A registration of format version " + registration.formatVersion()
                    + " was given, and this version reads " + Registration.FORMAT_VERSION
                    + ". Upgrade what reads it, or export it anew.");
        }
        if (registration.stores().isEmpty()) {
            throw new IllegalArgumentException("'stores' is empty: a registration names at least one store.");
        }
        registration.stores().forEach(location -> stores.put(location, open(location)));
        List<BlobStore> all = List.copyOf(stores.values());
        S3BackedDynamoDb.Builder builder = S3BackedDynamoDb.builder()
                .blobStore(all.get(0))
                .readFrom(all.subList(1, all.size()).toArray(BlobStore[]::new))
                .maxPayloadBytes(registration.maxPayloadBytes())
                .maxStreamedBytes(registration.maxStreamedBytes())
                .cleanUp(named(CleanUp.class, registration.cleanUp(), "cleanUp"));
        registration.tables().forEach(table -> builder.table(table(table)));
        return builder;
    }

    private BlobStore open(String location) {
        BlobStore store = locations.apply(location);
        if (!store.location().toString().equals(location)) {
            throw new IllegalArgumentException("The store given for " + location + " is " + store.location() + ".");
        }
        return store;
    }

    private S3BackedTable table(Registration.Table table) {
        String where = "tables['" + table.name() + "']";
        S3BackedTable.Builder builder = S3BackedTable.builder(table.name())
                .logicalName(table.logicalName())
                .formerLogicalNames(table.formerLogicalNames().toArray(String[]::new))
                .partitionKey(table.partitionKey())
                .nativeValues(named(NativeValues.class, table.nativeValues(), where + ".nativeValues"))
                .expiryHandled(table.expiryHandled());
        Optional.ofNullable(table.sortKey()).ifPresent(builder::sortKey);
        Optional.ofNullable(table.globalTable()).ifPresent(builder::globalTable);
        table.attributes()
                .forEach(attribute ->
                        builder.attribute(attribute(attribute, where + ".attributes['" + attribute.name() + "']")));
        return builder.build();
    }

    private S3BackedAttribute attribute(Registration.Attribute attribute, String where) {
        BlobStore store = stores.get(attribute.store());
        if (store == null) {
            throw new IllegalArgumentException(
                    where + ".store is " + attribute.store() + ", and 'stores' has " + stores.keySet() + ".");
        }
        return form(attribute, where)
                .fetch(named(S3BackedAttribute.Fetch.class, attribute.fetch(), where + ".fetch"))
                .blobStore(store)
                .keyTemplate(KeyTemplate.of(attribute.keyTemplate()))
                .formerKeyTemplates(attribute.formerKeyTemplates().stream()
                        .map(KeyTemplate::of)
                        .toArray(KeyTemplate[]::new))
                .compressor(attribute.compressor())
                .threshold(attribute.threshold())
                .build();
    }

    private static S3BackedAttribute.Builder form(Registration.Attribute attribute, String where) {
        SerializedBytes bytes = new SerializedBytes(attribute.serializer(), attribute.contentType());
        return switch (named(S3BackedAttribute.Form.class, attribute.form(), where + ".form")) {
            case STRING -> text(attribute, where);
            case BYTES -> S3BackedAttribute.bytes(attribute.name(), bytes);
            case HANDLE -> typed(attribute, bytes, where);
        };
    }

    private static S3BackedAttribute.Builder typed(
            Registration.Attribute attribute, SerializedBytes bytes, String where) {
        S3BackedAttribute.Builder typed = S3BackedAttribute.typed(attribute.name(), bytes);
        if (attribute.nativeType() != null) {
            typed.nativeForm(named(SerializedForm.class, attribute.nativeType(), where + ".nativeType"));
        }
        return typed;
    }

    private static S3BackedAttribute.Builder text(Registration.Attribute attribute, String where) {
        NativeText known = Arrays.stream(NativeText.values())
                .filter(text -> text.id().equals(attribute.serializer()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(where + ".serializer is '" + attribute.serializer()
                        + "', and what requests hold as STRING is 'text' or 'json'."));
        return known == NativeText.TEXT
                ? S3BackedAttribute.text(attribute.name())
                : S3BackedAttribute.json(attribute.name());
    }

    private static <E extends Enum<E>> E named(Class<E> type, String name, String where) {
        return Arrays.stream(Objects.requireNonNull(type.getEnumConstants()))
                .filter(constant -> constant.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(where + " is '" + name + "', and this version knows "
                        + Arrays.toString(type.getEnumConstants()) + "."));
    }
}
