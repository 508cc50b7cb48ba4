package io.github.s3backed.enhanced.client;

import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;

/**
 * Keeps text in a blob store, as UTF-8: {@code S3BackedBigTextAttribute} of {@code pynamodb_mate}. Needs {@code
 * s3backed-codec-text} at run time.
 *
 * <p>What the plain converters cannot do is said at {@link S3BackedConverter}. Safe for use by many threads.
 */
public class BigTextConverter extends S3BackedConverter<String> {

    /**
     * A converter with a configuration at hand.
     *
     * @throws io.github.s3backed.core.MissingProviderException if {@code s3backed-codec-text} is not on the class path
     */
    public BigTextConverter(S3BackedConverterConfig config) {
        super(EnhancedType.of(String.class), "text", config);
    }

    /**
     * A converter for a bean: a subclass with a public constructor without arguments calls this one.
     *
     * @param configurationName what {@link S3BackedConfigurations} knows the configuration by, when the first value is
     *     converted; not looked up before
     */
    protected BigTextConverter(String configurationName) {
        super(EnhancedType.of(String.class), "text", configurationName);
    }
}
