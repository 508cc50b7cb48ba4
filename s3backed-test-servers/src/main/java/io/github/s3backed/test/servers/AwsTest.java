package io.github.s3backed.test.servers;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Runs a test class once per {@link Backend}. The class takes an {@link AwsBackend} in its constructor, or in a field with
 * {@link org.junit.jupiter.params.Parameter}. On a backend that cannot run here each of its tests is reported as skipped,
 * with the reason.
 *
 * <p>All tests of one class and backend share one {@link AwsBackend}, and so its bucket.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "on {0}")
@ArgumentsSource(AwsBackends.class)
@ExtendWith(AwsBackends.class)
public @interface AwsTest {}
