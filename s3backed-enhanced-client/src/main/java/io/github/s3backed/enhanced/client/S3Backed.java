package io.github.s3backed.enhanced.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTag;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.BeanTableSchemaAttributeTag;

/**
 * Keeps the attribute of a getter in a blob store, and a reference in the item. Goes on the getter or the setter of a bean
 * or an immutable class whose schema is made by {@link S3BackedTableSchema} and whose table comes from an {@link
 * S3BackedEnhancedClient} or {@link S3BackedEnhancedAsyncClient}; anything less is refused and stores nothing, as are keys,
 * and getters of nested classes. The getters of a class under {@code @DynamoDbFlatten} are attributes of the item, and may
 * have it.
 *
 * <pre>{@code
 * @S3Backed
 * public String getBody() { ... }
 *
 * @S3Backed(compressor = "zstd")
 * public Map<String, Object> getMeta() { ... }
 * }</pre>
 *
 * <p>What is not set is as the client says. An annotation is not inherited by a method that overrides the annotated one:
 * repeat it there; a schema without it is refused.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@BeanTableSchemaAttributeTag(S3Backed.Tag.class)
public @interface S3Backed {

    /**
     * The id of the serializer. By default {@code text} for {@link String} and {@link CharSequence}, {@code binary} for
     * {@code byte[]}, {@link java.nio.ByteBuffer} and {@link software.amazon.awssdk.core.SdkBytes}, and {@code json} for
     * everything else.
     */
    String serializer() default "";

    /** The id of the compressor for new payloads; the client's by default. */
    String compressor() default "";

    /** Where new payloads go, by the name that the client's builder gave to a store; its {@code blobStore} by default. */
    String store() default "";

    /**
     * From how many stored (compressed) bytes a payload is offloaded: 0 to 409,600. The client's threshold by default,
     * for which -1 stands.
     */
    int threshold() default -1;

    /** What new keys are built from, as of {@link io.github.s3backed.core.KeyTemplate#of}; the client's by default. */
    String template() default "";

    /** Templates that keys of this attribute were built from before, beside those of the client. */
    String[] formerTemplates() default {};

    /** Lets the SDK's own schema factories fail, which would store the attribute inline. */
    final class Tag {

        private Tag() {}

        /** Called by the SDK for an annotated getter. */
        public static StaticAttributeTag attributeTagFor(S3Backed annotation) {
            // Not refused before the tag is used: the SDK would wrap the message until it cannot be found.
            return (attribute, type) -> {
                throw new IllegalArgumentException(
                        "The attribute '" + attribute + "' comes from a getter with @S3Backed,"
                                + " and a schema that the SDK makes of the class would store it in the item. Make the schema by"
                                + " S3BackedTableSchema; a class that is nested in another cannot have @S3Backed.");
            };
        }
    }
}
