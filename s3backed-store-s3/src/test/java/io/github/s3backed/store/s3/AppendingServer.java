package io.github.s3backed.store.s3;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Keeps objects, and sends their MD5 behind them where it is asked for it, as S3 does: not behind a range. */
final class AppendingServer implements AutoCloseable {

    private static final int MD5_LENGTH = 16;

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Stored> objects = new ConcurrentHashMap<>();
    private final List<Headers> gets = new CopyOnWriteArrayList<>();
    private final boolean appends;
    private volatile Iterator<Harm> harms = List.<Harm>of().iterator();

    private record Stored(byte[] body, Headers headers) {}

    /** What happens to a body on its way, after its MD5 was computed. */
    enum Harm {
        NONE,
        BREAK_IN_THE_MIDDLE,
        FLIP_THE_LAST_BIT
    }

    AppendingServer(boolean appends) throws IOException {
        this.appends = appends;
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void harm(Harm... inOrder) {
        harms = List.of(inOrder).iterator();
    }

    /** What each get so far sent as this header, or "-". */
    List<String> sent(String header) {
        return gets.stream()
                .map(headers -> headers.getOrDefault(header, List.of("-")).get(0))
                .toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (exchange.getRequestMethod().equals("PUT")) {
                objects.put(path, new Stored(exchange.getRequestBody().readAllBytes(), exchange.getRequestHeaders()));
                exchange.sendResponseHeaders(200, -1);
            } else {
                gets.add(exchange.getRequestHeaders());
                get(exchange, objects.get(path));
            }
        }
    }

    private void get(HttpExchange exchange, Stored object) throws IOException {
        Headers asked = exchange.getRequestHeaders();
        Headers answer = exchange.getResponseHeaders();
        boolean mode = "ENABLED".equals(asked.getFirst("x-amz-checksum-mode"));
        object.headers().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-amz-meta-") || lower.startsWith("content-type") || mode && isChecksum(lower)) {
                answer.put(name, values);
            }
        });
        answer.set("Last-Modified", "Tue, 01 Sep 2026 09:00:00 GMT");
        answer.set("ETag", "\"tag\"");
        String range = asked.getFirst("Range");
        if (range != null) {
            int first = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            int length = object.body().length;
            answer.set("Content-Range", "bytes " + first + "-" + (length - 1) + "/" + length);
            send(exchange, 206, Arrays.copyOfRange(object.body(), first, length), 0);
        } else if (appends && "append-md5".equals(asked.getFirst("x-amz-te"))) {
            answer.set("x-amz-transfer-encoding", "append-md5");
            send(exchange, 200, withMd5(object.body()), MD5_LENGTH);
        } else {
            send(exchange, 200, object.body().clone(), 0);
        }
    }

    private static boolean isChecksum(String name) {
        return name.startsWith("x-amz-checksum-");
    }

    private void send(HttpExchange exchange, int status, byte[] body, int trailing) throws IOException {
        Harm harm = harms.hasNext() ? harms.next() : Harm.NONE;
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (harm == Harm.FLIP_THE_LAST_BIT) {
            body[body.length - trailing - 1] ^= 1;
        }
        OutputStream out = exchange.getResponseBody();
        // Less than announced closes the connection.
        out.write(body, 0, harm == Harm.BREAK_IN_THE_MIDDLE ? body.length / 2 : body.length);
        out.close();
    }

    private static byte[] withMd5(byte[] body) {
        byte[] whole = Arrays.copyOf(body, body.length + MD5_LENGTH);
        try {
            System.arraycopy(MessageDigest.getInstance("MD5").digest(body), 0, whole, body.length, MD5_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        return whole;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
