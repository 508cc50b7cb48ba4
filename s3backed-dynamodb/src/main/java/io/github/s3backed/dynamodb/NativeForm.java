package io.github.s3backed.dynamodb;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How values of an attribute that is registered with {@link S3BackedAttribute#typed} look where DynamoDB holds them itself, for tools
 * that move values into the item and out of it. Safe for use by many threads.
 *
 * @param <T> the Java type that the attribute's serializer handles
 */
public interface NativeForm<T> {

    /** The value as DynamoDB holds it. Throws if it has no such form. */
    AttributeValue write(T value);

    /** The value that DynamoDB holds. Throws if it is none. */
    T read(AttributeValue held);
}
