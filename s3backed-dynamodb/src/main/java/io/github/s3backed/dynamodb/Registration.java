package io.github.s3backed.dynamodb;

import io.github.s3backed.core.spi.BlobStore;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link S3BackedDynamoDb} has registered, as data: with it a tool, such as the command line, sees tables and stores as the
 * application does. Everything is resolved: what a table or an attribute leaves open is here as the {@link S3BackedDynamoDb} says.
 *
 * <pre>{@code
 * objectMapper.writeValue(new File("registration.json"), s3backed.registration().in("eu-central-1", null));
 * }</pre>
 *
 * <p>Its parts are text, numbers, booleans, lists and records of such, so that any JSON library maps them as they are. It holds no
 * payloads, keys of items or credentials. A list that is absent is an empty one.
 *
 * @param formatVersion {@value #FORMAT_VERSION}
 * @param region of the tables; null where whoever reads this is to know
 * @param account of the tables, 12 digits; null where it is not to be checked
 * @param cleanUp the name of a {@link CleanUp}
 * @param maxPayloadBytes the most serialized bytes that a payload may have, if it is no stream
 * @param maxStreamedBytes the most bytes that a streamed payload may have
 * @param stores the locations of all stores whose references are followed, such as {@code s3://my-bucket}; the default one first
 * @param tables sorted by name
 */
public record Registration(
        int formatVersion,
        @Nullable String region,
        @Nullable String account,
        String cleanUp,
        long maxPayloadBytes,
        long maxStreamedBytes,
        List<String> stores,
        List<Table> tables) {

    /** The version of this form that this version of the library writes and reads. */
    public static final int FORMAT_VERSION = 1;

    public Registration {
        required(cleanUp, "cleanUp");
        stores = copy(stores);
        tables = copy(tables);
    }

    /** The same, for the tables of a region, and of an account where it is to be checked. */
    public Registration in(String tablesRegion, @Nullable String tablesAccount) {
        return new Registration(
                formatVersion, tablesRegion, tablesAccount, cleanUp, maxPayloadBytes, maxStreamedBytes, stores, tables);
    }

    /** The same, with other tables: those that a tool was asked to look at. */
    public Registration withTables(List<Table> others) {
        return new Registration(
                formatVersion, region, account, cleanUp, maxPayloadBytes, maxStreamedBytes, stores, others);
    }

    /**
     * The same, with each payload as a stream of its serialized bytes, under its own serializer id: for tools that copy payloads
     * without understanding them.
     */
    public Registration streamed() {
        return withTables(tables.stream().map(Table::streamed).toList());
    }

    /**
     * A builder of an {@link S3BackedDynamoDb} with all that this holds. Serializers are not on a tool's class path: an attribute that
     * has one of its own is registered as {@link S3BackedAttribute#typed} for {@code byte[]}, which are its serialized bytes.
     *
     * @param locations gives the store of a location, such as {@code s3://my-bucket}; asked once for each. They stay open
     * @throws IllegalArgumentException if this is of another version, or something in it is missing or unknown; the message says what.
     *     What contradicts itself is found when it is built
     */
    public S3BackedDynamoDb.Builder toBuilder(Function<String, BlobStore> locations) {
        return new RegistrationReader(this, locations).read();
    }

    /**
     * A table.
     *
     * @param name as requests name it
     * @param logicalName what stands for {@code {table}} in objects' keys
     * @param formerLogicalNames what did
     * @param partitionKey its attribute
     * @param sortKey its attribute; null if there is none
     * @param nativeValues the name of a {@link NativeValues}
     * @param globalTable whether it has replicas; null where DescribeTable is to tell
     * @param expiryHandled whether somebody sees to the objects of items that expire
     * @param attributes that are S3-backed, in the order in which they were registered
     */
    public record Table(
            String name,
            String logicalName,
            List<String> formerLogicalNames,
            String partitionKey,
            @Nullable String sortKey,
            String nativeValues,
            @Nullable Boolean globalTable,
            boolean expiryHandled,
            List<Attribute> attributes) {

        public Table {
            required(name, "name");
            required(logicalName, "logicalName");
            required(partitionKey, "partitionKey");
            required(nativeValues, "nativeValues");
            formerLogicalNames = copy(formerLogicalNames);
            attributes = copy(attributes);
        }

        private Table streamed() {
            return new Table(
                    name,
                    logicalName,
                    formerLogicalNames,
                    partitionKey,
                    sortKey,
                    nativeValues,
                    globalTable,
                    expiryHandled,
                    attributes.stream().map(Attribute::streamed).toList());
        }
    }

    /**
     * An S3-backed attribute.
     *
     * @param name in the item
     * @param form how requests hold values: {@code STRING}, {@code BYTES}, or {@code HANDLE} for an adapter's own
     * @param fetch when they are read: {@code WITH_ITEM}, {@code WHEN_ASKED} or {@code AS_STREAM}
     * @param serializer the id of its serializer
     * @param contentType the media type of serialized values
     * @param nativeType {@code S} or {@code B} where DynamoDB would hold a value itself as this type, of the very text or bytes that are its
     *     serialized form; null where only the application knows
     * @param store the location of the store of new payloads, which is among those of the registration
     * @param keyTemplate what new keys are built from
     * @param formerKeyTemplates what keys were built from
     * @param compressor the id of the compressor of new payloads
     * @param threshold from how many stored bytes on a payload is offloaded
     */
    public record Attribute(
            String name,
            String form,
            String fetch,
            String serializer,
            String contentType,
            @Nullable String nativeType,
            String store,
            String keyTemplate,
            List<String> formerKeyTemplates,
            String compressor,
            int threshold) {

        public Attribute {
            required(name, "name");
            required(form, "form");
            required(fetch, "fetch");
            required(serializer, "serializer");
            required(contentType, "contentType");
            required(store, "store");
            required(keyTemplate, "keyTemplate");
            required(compressor, "compressor");
            formerKeyTemplates = copy(formerKeyTemplates);
        }

        private Attribute streamed() {
            return new Attribute(
                    name,
                    S3BackedAttribute.Form.BYTES.name(),
                    S3BackedAttribute.Fetch.AS_STREAM.name(),
                    serializer,
                    contentType,
                    nativeType,
                    store,
                    keyTemplate,
                    formerKeyTemplates,
                    compressor,
                    threshold);
        }
    }

    // What reads JSON leaves null what it did not find.
    private static void required(@Nullable String value, String name) {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
    }

    private static <T> List<T> copy(@Nullable List<T> values) {
        return values == null ? List.of() : List.copyOf(values);
    }
}
