/**
 * Contract tests for the SPIs of s3backed: extend one per implementation. HTTP clients for the AWS SDK that inject faults. Test scope
 * only.
 */
@org.jspecify.annotations.NullMarked
module io.github.s3backed.testkit {
    requires static org.jspecify;
    requires transitive io.github.s3backed.core;
    requires transitive org.junit.jupiter.api;
    requires transitive org.junit.jupiter.params;
    requires transitive software.amazon.awssdk.http;
    requires software.amazon.awssdk.utils;
    requires org.assertj.core;
    requires org.reactivestreams;

    exports io.github.s3backed.testkit;

    // JUnit calls the contracts' test methods, which are not public.
    opens io.github.s3backed.testkit to
            org.junit.platform.commons;
}
