package io.github.s3backed.enhanced.client;

import io.github.s3backed.core.StreamedPayload;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.AttributeValueType;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Keeps bytes that need not fit in memory in a blob store, see {@link StreamedPayload}. Reading an item costs no request to the store.
 * Needs {@code s3backed-codec-binary} at run time.
 *
 * <p>What the plain converters cannot do is said at {@link S3BackedConverter}: it blocks on writes, until all is stored, and nothing is
 * rolled back or deleted. Immutable and safe for use by many threads.
 */
public class StreamedConverter implements AttributeConverter<StreamedPayload> {

    private final BigBinaryConverter converter;

    /**
     * A converter with a configuration at hand.
     *
     * @throws io.github.s3backed.core.MissingProviderException if {@code s3backed-codec-binary} is not on the class path
     */
    public StreamedConverter(S3BackedConverterConfig config) {
        this.converter = new BigBinaryConverter(config);
    }

    /**
     * A converter for a bean: a subclass with a public constructor without arguments calls this one.
     *
     * @param configurationName what {@link S3BackedConfigurations} knows the configuration by, when the first value is converted; not
     *     looked up before
     */
    protected StreamedConverter(String configurationName) {
        this.converter = new BigBinaryConverter(configurationName);
    }

    /**
     * Stores a payload and waits for it, as {@link S3BackedConverter#transformFrom} does.
     *
     * @param payload null becomes NULL
     */
    @Override
    public AttributeValue transformFrom(@Nullable StreamedPayload payload) {
        return payload == null ? AttributeValue.fromNul(true) : converter.store(payload);
    }

    /**
     * Takes over a reference, and sends nothing.
     *
     * @return null for NULL
     * @throws io.github.s3backed.core.InvalidReferenceException as {@link S3BackedConverter#transformTo} does
     */
    @Override
    public @Nullable StreamedPayload transformTo(AttributeValue attribute) {
        return converter.stream(attribute);
    }

    @Override
    public EnhancedType<StreamedPayload> type() {
        return EnhancedType.of(StreamedPayload.class);
    }

    /** As {@link S3BackedConverter#attributeValueType}. */
    @Override
    public final AttributeValueType attributeValueType() {
        return converter.attributeValueType();
    }
}
