package io.github.s3backed.enhanced.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClientExtension;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbExtensionContext;
import software.amazon.awssdk.enhanced.dynamodb.extensions.WriteModification;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTag;
import software.amazon.awssdk.enhanced.dynamodb.update.SetAction;
import software.amazon.awssdk.enhanced.dynamodb.update.UpdateExpression;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Required attributes and defaults, for attributes of any kind at the top level of an item: {@code null=False}, {@code
 * default} and {@code default_for_new} of {@code pynamodb_mate}. They cannot be the converter's, because the Enhanced
 * Client never shows a null to a converter. A schema says which attributes by {@link AttributeTags} or by {@link
 * NullPolicy}, and the client has to be built with this extension, without which those say nothing:
 *
 * <pre>{@code
 * DynamoDbEnhancedClient.builder()
 *         .dynamoDbClient(dynamoDb)
 *         .extensions(VersionedRecordExtension.builder().build(),
 *                 AtomicCounterExtension.builder().build(),
 *                 NullPolicyExtension.create())
 * }</pre>
 *
 * <p>The list replaces the SDK's own, which holds the two others.
 *
 * <p>A bean can do without: a field with an initial value has that value where neither the application nor the stored item
 * has set one, which is {@code default} on reads as well, and a constructor or factory method that the application alone
 * calls gives {@code default_for_new}.
 *
 * <p>Puts, also those of batches and transactions, write the whole item, so that what is null there will be absent.
 * Updates differ: with {@code ignoreNulls} (and the modes of {@code IgnoreNullsMode} that imply it) null says that the
 * attribute is to stay as it is; without, that it is to be removed. Deletes are not looked at. Immutable and safe for use by
 * many threads, as far as the suppliers are.
 */
public final class NullPolicyExtension implements DynamoDbEnhancedClientExtension {

    private static final NullPolicyExtension INSTANCE = new NullPolicyExtension();

    // The type is internal to the SDK, its name is not.
    private static final String UPDATE = "UPDATE_ITEM";

    private NullPolicyExtension() {}

    /** The extension; it has no state. */
    public static NullPolicyExtension create() {
        return INSTANCE;
    }

    /**
     * Applies the defaults and refuses what is still missing. Other attributes of the item have been converted before, so
     * that after a refusal an object that no item refers to may be left in the blob store; DynamoDB was never called.
     *
     * @throws IllegalArgumentException if a required attribute has no value; the message names it
     */
    @Override
    public WriteModification beforeWrite(DynamoDbExtensionContext.BeforeWrite context) {
        Write write = new Write(context);
        List<Rule> rules = context.tableMetadata().customMetadata().values().stream()
                .filter(Rule.class::isInstance)
                .map(Rule.class::cast)
                .toList();
        // What is refused must not have stored its defaults before.
        rules.forEach(rule -> rule.check(write, rules));
        rules.forEach(rule -> rule.apply(write));
        return write.modification();
    }

    /** Tags for the attributes of static schemas. */
    public static final class AttributeTags {

        private AttributeTags() {}

        /**
         * Refuses a write that would leave the item without the attribute: a put where it is null, and an update that
         * removes it. An update that leaves it as it is is sent, also where it creates the item. A default of the same
         * attribute fills in first.
         */
        public static StaticAttributeTag required() {
            return (attribute, type) -> metadata -> metadata.addCustomMetadataObject(
                    Required.class.getName() + ":" + attribute, new Required(attribute));
        }

        /**
         * Writes a value in place of null: on a put, and on an update that would remove the attribute. An update that
         * leaves it as it is does so.
         *
         * @param supplier asked once per write that needs it; gives a value of the attribute's type, and not null
         */
        public static StaticAttributeTag defaultValue(Supplier<?> supplier) {
            return defaultTag(supplier, false);
        }

        /**
         * Writes a value in place of null where the item has none yet: on a put, which makes the item anew, and by {@code
         * if_not_exists} on an update, whether that would leave the attribute as it is or remove it. A value that is stored
         * already stays, so that null cannot remove it; delete the item, or put it with another value.
         *
         * <p>An update cannot know beforehand, so the default is converted on each one that brings no value; under a shared
         * key template equal defaults are one object, under an exclusive one each leaves another.
         *
         * @param supplier asked once per write that needs it; gives a value of the attribute's type, and not null
         */
        public static StaticAttributeTag defaultForNew(Supplier<?> supplier) {
            return defaultTag(supplier, true);
        }

        /**
         * Called by the SDK for an annotated getter.
         *
         * @throws IllegalArgumentException by the tag, when the schema is built, if a supplier cannot be made, or there are
         *     both a {@code defaultValue} and a {@code defaultForNew}
         */
        public static StaticAttributeTag attributeTagFor(NullPolicy policy) {
            List<StaticAttributeTag> tags = new ArrayList<>();
            if (policy.required()) {
                tags.add(required());
            }
            if (policy.defaultValue() != NullPolicy.None.class) {
                tags.add(defaultTag(policy.defaultValue(), false));
            }
            if (policy.defaultForNew() != NullPolicy.None.class) {
                tags.add(defaultTag(policy.defaultForNew(), true));
            }
            return (attribute, type) -> metadata ->
                    tags.forEach(tag -> tag.modifyMetadata(attribute, type).accept(metadata));
        }

        private static StaticAttributeTag defaultTag(Supplier<?> supplier, boolean forNew) {
            Objects.requireNonNull(supplier, "supplier");
            // The SDK refuses a second object under one key, and with it a second default of one attribute.
            return (attribute, type) -> metadata -> metadata.addCustomMetadataObject(
                    Default.class.getName() + ":" + attribute, new Default(attribute, supplier, forNew));
        }

        private static StaticAttributeTag defaultTag(Class<? extends Supplier<?>> supplier, boolean forNew) {
            // Not made before the tag is used: the SDK would wrap what goes wrong until it cannot be found.
            return (attribute, type) -> metadata -> defaultTag(newInstance(supplier), forNew)
                    .modifyMetadata(attribute, type)
                    .accept(metadata);
        }

        private static Supplier<?> newInstance(Class<? extends Supplier<?>> supplier) {
            try {
                return supplier.getConstructor().newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException(
                        "The supplier of a default is a public class with a public constructor without arguments, and "
                                + supplier.getName() + " could not be made by one.",
                        e);
            }
        }
    }

    /** What is to be done about one attribute. Found in a schema's metadata by its type. */
    private sealed interface Rule {

        String attribute();

        /** Throws if the write is to be refused. */
        void check(Write write, List<Rule> rules);

        void apply(Write write);
    }

    private record Required(String attribute) implements Rule {

        @Override
        public void check(Write write, List<Rule> rules) {
            boolean filled = rules.stream()
                    .anyMatch(
                            rule -> rule instanceof Default && rule.attribute().equals(attribute));
            if (write.removes(attribute) && !filled) {
                throw new IllegalArgumentException("The attribute '" + attribute + "' of table '" + write.table()
                        + "' is required, and this write would leave the item without it. Nothing was sent to DynamoDB."
                        + " Set a value, or give the attribute a default.");
            }
        }

        @Override
        public void apply(Write write) {}
    }

    private record Default(String attribute, Supplier<?> supplier, boolean forNew) implements Rule {

        @Override
        public void check(Write write, List<Rule> rules) {}

        @Override
        public void apply(Write write) {
            if (forNew && write.isUpdate() && write.lacks(attribute)) {
                write.setIfNotExists(attribute, value());
            } else if (write.removes(attribute)) {
                write.set(attribute, value());
            }
        }

        private Object value() {
            Object value = supplier.get();
            if (value == null) {
                throw new IllegalArgumentException(
                        "The default of the attribute '" + attribute + "' is null, which is no value.");
            }
            return value;
        }
    }

    /** One item on its way to DynamoDB. */
    private static final class Write {

        private final DynamoDbExtensionContext.BeforeWrite context;
        private final Map<String, AttributeValue> item;
        private final List<SetAction> actions = new ArrayList<>();

        Write(DynamoDbExtensionContext.BeforeWrite context) {
            this.context = context;
            this.item = new HashMap<>(context.items());
        }

        String table() {
            return context.operationContext().tableName();
        }

        boolean isUpdate() {
            return context.operationName().name().equals(UPDATE);
        }

        boolean lacks(String attribute) {
            @Nullable AttributeValue value = item.get(attribute);
            return value == null || Boolean.TRUE.equals(value.nul());
        }

        /** Whether the item would be without the attribute; in an update, what is not mentioned stays as it is. */
        boolean removes(String attribute) {
            return lacks(attribute) && (!isUpdate() || item.containsKey(attribute));
        }

        void set(String attribute, Object value) {
            item.put(attribute, convert(attribute, value));
        }

        void setIfNotExists(String attribute, Object value) {
            // The SDK would remove what it finds to be null.
            item.remove(attribute);
            String name = "#NULL_POLICY_" + actions.size();
            String placeholder = ":NULL_POLICY_" + actions.size();
            actions.add(SetAction.builder()
                    .path(name)
                    .value("if_not_exists(" + name + ", " + placeholder + ")")
                    .putExpressionName(name, attribute)
                    .putExpressionValue(placeholder, convert(attribute, value))
                    .build());
        }

        @SuppressWarnings(
                "unchecked") // a value of another type is the supplier's mistake, and the converter's to refuse
        private AttributeValue convert(String attribute, Object value) {
            AttributeConverter<Object> converter =
                    (AttributeConverter<Object>) context.tableSchema().converterForAttribute(attribute);
            return converter.transformFrom(value);
        }

        WriteModification modification() {
            WriteModification.Builder modification = WriteModification.builder().transformedItem(item);
            if (!actions.isEmpty()) {
                modification.updateExpression(
                        UpdateExpression.builder().actions(List.copyOf(actions)).build());
            }
            return modification.build();
        }
    }
}
