package io.github.s3backed.enhanced.client;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.Test;

/** What a later SDK may add is refused, and not ignored. */
class KnownAnnotationsTest {

    // As if this were the SDK's package.
    private static final String SDK = "io.github.s3backed.enhanced.client.KnownAnnotationsTest$";

    @Test
    void anUnknownAnnotationOfAClassIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KnownAnnotations.check(Bean.class, SDK))
                .withMessageContaining("@Later of " + Bean.class.getName() + " is not known");
        assertThatCode(() -> KnownAnnotations.check(Bean.class)).doesNotThrowAnyException();
    }

    @Test
    void anUnknownAnnotationOfAPropertyIsRefused() {
        Property property = property("getText");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KnownAnnotations.check(property, SDK))
                .withMessageContaining("@Later of " + Bean.class.getName() + ".getText is not known");
    }

    @Test
    void anUnknownAnnotationOfAnS3BackedPropertyIsRefused() {
        Property property = property("getBacked");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KnownAnnotations.check(property, SDK))
                .withMessageContaining("getBacked has @S3Backed and @Later");
    }

    private static Property property(String getter) {
        try {
            return new Property("name", Bean.class.getMethod(getter), Object.class.getMethod("notify"));
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Later {}

    @Later
    static class Bean {

        @Later
        public String getText() {
            return "";
        }

        @Later
        @S3Backed
        public String getBacked() {
            return "";
        }
    }
}
