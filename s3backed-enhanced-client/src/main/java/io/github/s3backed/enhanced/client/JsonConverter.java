package io.github.s3backed.enhanced.client;

import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;

/**
 * Keeps values of any type that the JSON serializer can hold in a blob store, as JSON. Needs {@code s3backed-codec-json}
 * at run time.
 *
 * <p>What the plain converters cannot do is said at {@link S3BackedConverter}. Safe for use by many threads.
 *
 * @param <T> the Java type of the attribute
 */
public class JsonConverter<T> extends S3BackedConverter<T> {

    /**
     * A converter with a configuration at hand.
     *
     * @param type with its type arguments, such as {@code EnhancedType.listOf(Line.class)}
     * @throws io.github.s3backed.core.MissingProviderException if {@code s3backed-codec-json} is not on the class path
     * @throws IllegalArgumentException if the serializer cannot hold that type
     */
    public JsonConverter(EnhancedType<T> type, S3BackedConverterConfig config) {
        super(type, "json", config);
    }

    /**
     * A converter for a bean: a subclass with a public constructor without arguments calls this one.
     *
     * @param type with its type arguments, such as {@code EnhancedType.listOf(Line.class)}
     * @param configurationName what {@link S3BackedConfigurations} knows the configuration by, when the first value is
     *     converted; not looked up before
     */
    protected JsonConverter(EnhancedType<T> type, String configurationName) {
        super(type, "json", configurationName);
    }
}
