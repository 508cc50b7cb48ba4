package io.github.s3backed.test.servers;

import java.net.URI;

/** Where the servers listen: nowhere that another machine could reach. */
final class Loopback {

    static final String HOST = "127.0.0.1";

    private Loopback() {}

    static URI uri(int port) {
        return URI.create("http://" + HOST + ":" + port);
    }
}
