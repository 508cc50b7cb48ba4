package io.github.s3backed.enhanced.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Supplier;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.BeanTableSchemaAttributeTag;

/**
 * What a write does where the attribute of a bean or an immutable class is null: {@code null=False}, {@code default} and
 * {@code default_for_new} of {@code pynamodb_mate}. Has an effect only on clients with the {@link NullPolicyExtension},
 * which says what each element means.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@BeanTableSchemaAttributeTag(NullPolicyExtension.AttributeTags.class)
public @interface NullPolicy {

    /** Whether a write without a value is refused, as by {@link NullPolicyExtension.AttributeTags#required()}. */
    boolean required() default false;

    /**
     * Gives the value that is written in place of null, as by {@link NullPolicyExtension.AttributeTags#defaultValue}.
     * None by default. The class is public and has a public constructor without arguments; one object is made of it per
     * schema, and used by many threads.
     */
    Class<? extends Supplier<?>> defaultValue() default None.class;

    /**
     * Gives the value that a stored item gets if it has none, as by {@link
     * NullPolicyExtension.AttributeTags#defaultForNew}. None by default; a class as for {@link #defaultValue}, and not
     * together with it.
     */
    Class<? extends Supplier<?>> defaultForNew() default None.class;

    /** No default. */
    final class None implements Supplier<Object> {

        private None() {}

        @Override
        public Object get() {
            throw new UnsupportedOperationException("There is no default.");
        }
    }
}
