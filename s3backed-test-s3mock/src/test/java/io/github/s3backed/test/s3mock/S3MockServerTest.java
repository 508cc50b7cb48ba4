package io.github.s3backed.test.s3mock;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class S3MockServerTest {

    /** 127.0.0.2 is of the loopback interface, too, but reached only by what listens on every address. */
    @ParameterizedTest
    @MethodSource("io.github.s3backed.test.s3mock.S3MockServer#ports")
    void listensOnOneAddressOnly(int port) {
        assertThatCode(() -> connect("127.0.0.1", port)).doesNotThrowAnyException();
        assertThatThrownBy(() -> connect("127.0.0.2", port)).isInstanceOf(ConnectException.class);
    }

    private static void connect(String host, int port) throws IOException {
        new Socket(host, port).close();
    }
}
