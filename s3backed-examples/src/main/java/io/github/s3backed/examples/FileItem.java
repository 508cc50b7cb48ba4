package io.github.s3backed.examples;

import io.github.s3backed.enhanced.client.BigBinaryConverter;
import io.github.s3backed.enhanced.client.BigTextConverter;
import io.github.s3backed.enhanced.client.JsonDictConverter;
import io.github.s3backed.enhanced.client.S3BackedAttributeConverter;
import io.github.s3backed.enhanced.client.S3BackedConverterConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;

/** A file as an item: its name is the key, and one of three S3-backed attributes holds what is in it. */
final class FileItem {

    static final String NAME = "name";

    private static final EnhancedType<Map<String, Object>> DICT = EnhancedType.mapOf(String.class, Object.class);

    private String name = "";
    private @Nullable String text;
    private @Nullable Map<String, Object> json;
    private byte @Nullable [] binary;

    /** The schema for the coordinated client: what makes an attribute S3-backed is its converter. */
    static TableSchema<FileItem> schema() {
        return schema(
                S3BackedAttributeConverter.text(),
                S3BackedAttributeConverter.json(DICT),
                S3BackedAttributeConverter.binary());
    }

    /** The schema with plain converters, which need no client: they store when an item is converted. */
    static TableSchema<FileItem> plainSchema(S3BackedConverterConfig config) {
        return schema(new BigTextConverter(config), new JsonDictConverter(config), new BigBinaryConverter(config));
    }

    private static TableSchema<FileItem> schema(
            AttributeConverter<String> texts,
            AttributeConverter<Map<String, Object>> objects,
            AttributeConverter<byte[]> bytes) {
        return StaticTableSchema.builder(FileItem.class)
                .newItemSupplier(FileItem::new)
                .addAttribute(
                        String.class,
                        attribute -> attribute
                                .name(NAME)
                                .getter(item -> item.name)
                                .setter((item, value) -> item.name = value)
                                .tags(StaticAttributeTags.primaryPartitionKey()))
                .addAttribute(
                        String.class,
                        attribute -> attribute
                                .name(Kind.TEXT.attribute())
                                .getter(item -> item.text)
                                .setter((item, value) -> item.text = value)
                                .attributeConverter(texts))
                .addAttribute(
                        DICT,
                        attribute -> attribute
                                .name(Kind.JSON.attribute())
                                .getter(item -> item.json)
                                .setter((item, value) -> item.json = value)
                                .attributeConverter(objects))
                .addAttribute(
                        byte[].class,
                        attribute -> attribute
                                .name(Kind.BINARY.attribute())
                                .getter(item -> item.binary)
                                .setter((item, value) -> item.binary = value)
                                .attributeConverter(bytes))
                .build();
    }

    static FileItem of(String name, Kind kind, byte[] content) throws IOException {
        FileItem item = new FileItem();
        item.name = name;
        switch (kind) {
            case TEXT -> item.text = new String(content, StandardCharsets.UTF_8);
            case JSON -> item.json = Json.parse(content);
            case BINARY -> item.binary = content;
        }
        return item;
    }

    /** Whether this is the very content, and nothing besides; for JSON the same tree, with all digits of its numbers. */
    boolean holds(Kind kind, byte[] content) throws IOException {
        if (present() != 1) {
            return false;
        }
        return switch (kind) {
            case TEXT -> text != null && Arrays.equals(text.getBytes(StandardCharsets.UTF_8), content);
            case JSON -> json != null && json.equals(Json.parseIndependently(content));
            case BINARY -> binary != null && Arrays.equals(binary, content);
        };
    }

    private int present() {
        return (text == null ? 0 : 1) + (json == null ? 0 : 1) + (binary == null ? 0 : 1);
    }
}
