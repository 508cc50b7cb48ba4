package io.github.s3backed.enhanced.client;

import java.util.Map;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;

/**
 * Keeps a map in a blob store, as a JSON object: {@code S3BackedJsonDictAttribute} of {@code pynamodb_mate}. The values are
 * what the JSON serializer reads: maps, lists, strings, numbers, booleans and null. Needs {@code s3backed-codec-json} at
 * run time; for a type of your own, see {@link JsonConverter}.
 *
 * <p>What the plain converters cannot do is said at {@link S3BackedConverter}. Safe for use by many threads.
 */
public class JsonDictConverter extends S3BackedConverter<Map<String, Object>> {

    /**
     * A converter with a configuration at hand.
     *
     * @throws io.github.s3backed.core.MissingProviderException if {@code s3backed-codec-json} is not on the class path
     */
    public JsonDictConverter(S3BackedConverterConfig config) {
        super(EnhancedType.mapOf(String.class, Object.class), "json", config);
    }

    /**
     * A converter for a bean: a subclass with a public constructor without arguments calls this one.
     *
     * @param configurationName what {@link S3BackedConfigurations} knows the configuration by, when the first value is
     *     converted; not looked up before
     */
    protected JsonDictConverter(String configurationName) {
        super(EnhancedType.mapOf(String.class, Object.class), "json", configurationName);
    }
}
