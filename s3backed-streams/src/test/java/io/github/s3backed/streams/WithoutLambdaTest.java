package io.github.s3backed.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Consumers that are no Lambda functions do without its types. */
class WithoutLambdaTest {

    private static final String LAMBDA = "aws-lambda-java-events";

    private final ClassLoader former = Thread.currentThread().getContextClassLoader();
    private final URLClassLoader classes = new URLClassLoader(
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(place -> !place.contains(LAMBDA))
                    .map(WithoutLambdaTest::url)
                    .toArray(URL[]::new),
            ClassLoader.getPlatformClassLoader());

    private static URL url(String place) {
        try {
            return Path.of(place).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(place, e);
        }
    }

    @BeforeEach
    void open() {
        Thread.currentThread().setContextClassLoader(classes);
    }

    @AfterEach
    void close() throws IOException {
        Thread.currentThread().setContextClassLoader(former);
        classes.close();
    }

    @Test
    void recordsAreHandled() throws ReflectiveOperationException {
        Supplier<?> consumer = (Supplier<?>) classes.loadClass(OtherConsumer.class.getName())
                .getDeclaredConstructor()
                .newInstance();
        assertThat(consumer.get()).asString().startsWith("Table 'articles' is not registered");
    }

    @Test
    void lambdasOwnHandlerIsNot() {
        assertThatThrownBy(() ->
                        classes.loadClass(LambdaStreamHandler.class.getName()).getMethods())
                .isInstanceOf(NoClassDefFoundError.class)
                .hasMessageContaining("lambda");
    }
}
