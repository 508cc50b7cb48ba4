package io.github.s3backed.enhanced.client;

import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;

/**
 * Keeps bytes in a blob store as they are: {@code S3BackedBigBinaryAttribute} of {@code pynamodb_mate}. An array must not
 * be changed while it is written. Needs {@code s3backed-codec-binary} at run time.
 *
 * <p>What the plain converters cannot do is said at {@link S3BackedConverter}. Safe for use by many threads.
 */
public class BigBinaryConverter extends S3BackedConverter<byte[]> {

    /**
     * A converter with a configuration at hand.
     *
     * @throws io.github.s3backed.core.MissingProviderException if {@code s3backed-codec-binary} is not on the class path
     */
    public BigBinaryConverter(S3BackedConverterConfig config) {
        super(EnhancedType.of(byte[].class), "binary", config);
    }

    /**
     * A converter for a bean: a subclass with a public constructor without arguments calls this one.
     *
     * @param configurationName what {@link S3BackedConfigurations} knows the configuration by, when the first value is
     *     converted; not looked up before
     */
    protected BigBinaryConverter(String configurationName) {
        super(EnhancedType.of(byte[].class), "binary", configurationName);
    }
}
