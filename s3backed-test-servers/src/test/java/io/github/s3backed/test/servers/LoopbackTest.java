package io.github.s3backed.test.servers;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;

class LoopbackTest {

    /** Also of the loopback interface, but reached only by what listens on every address. */
    private static final String ELSEWHERE = "127.0.0.2";

    @Test
    void dynamoDbListensOnOneAddressOnly() {
        try (DynamoDbServer server = DynamoDbServer.start()) {
            assertListensOnOneAddressOnly(server.endpoint());
        }
    }

    @Test
    void s3ListensOnOneAddressOnly() {
        try (S3Server server = S3Server.start()) {
            assertListensOnOneAddressOnly(server.endpoint());
        }
    }

    private static void assertListensOnOneAddressOnly(URI endpoint) {
        assertThatCode(() -> connect(endpoint.getHost(), endpoint.getPort())).doesNotThrowAnyException();
        assertThatThrownBy(() -> connect(ELSEWHERE, endpoint.getPort())).isInstanceOf(ConnectException.class);
    }

    private static void connect(String host, int port) throws IOException {
        new Socket(host, port).close();
    }
}
