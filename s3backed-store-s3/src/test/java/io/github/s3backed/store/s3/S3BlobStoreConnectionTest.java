package io.github.s3backed.store.s3;

import static io.github.s3backed.store.s3.FaultyStore.bytes;
import static io.github.s3backed.store.s3.FaultyStore.failureOf;
import static io.github.s3backed.store.s3.FaultyStore.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.spi.BlobBody;
import io.github.s3backed.test.servers.FaultyClients;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Against a socket that answers as it is told to, where it matters what a real connection does. */
@ParameterizedClass
@EnumSource(Door.class)
class S3BlobStoreConnectionTest {

    private static final int LARGE = BodyTransformer.BUFFERED_LENGTH + 1;
    private static final String END = "\r\n\r\n";

    private final Door door;
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger connections = new AtomicInteger();
    private SdkAutoCloseable client;
    private S3BlobStore store;

    S3BlobStoreConnectionTest(Door door) throws IOException {
        this.door = door;
    }

    /** Answers each connection's one request. */
    private interface Script {
        void answer(int connection, Socket socket) throws Exception;
    }

    private S3BlobStore with(Script script) {
        Thread accepting = new Thread(() -> accept(script));
        accepting.setDaemon(true);
        accepting.start();
        if (door == Door.BLOCKING) {
            S3Client blocking = configure(S3Client.builder()).build();
            client = blocking;
            store = S3BlobStore.create(blocking, "bucket");
        } else {
            S3AsyncClient async = configure(S3AsyncClient.builder())
                    .httpClientBuilder(FaultyClients.inOrder().async())
                    .build();
            client = async;
            store = S3BlobStore.create(async, "bucket");
        }
        return store;
    }

    private <B extends S3BaseClientBuilder<B, ?>> B configure(B builder) {
        return builder.endpointOverride(URI.create("http://127.0.0.1:" + server.getLocalPort()))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create());
    }

    private void accept(Script script) {
        try {
            while (true) {
                Socket socket = server.accept();
                int number = connections.incrementAndGet();
                Thread answering = new Thread(() -> answer(script, number, socket));
                answering.setDaemon(true);
                answering.start();
            }
        } catch (IOException e) {
            // The test has ended.
        }
    }

    private static void answer(Script script, int number, Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf(END) < 0) {
                head.append((char) in.read());
            }
            script.answer(number, socket);
        } catch (Exception e) {
            // The client has gone.
        }
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        client.close();
        server.close();
    }

    private static void send(Socket socket, String contentLength, byte[] body) throws IOException {
        OutputStream out = socket.getOutputStream();
        String head = "HTTP/1.1 200 OK\r\nDate: Tue, 01 Sep 2026 10:00:00 GMT\r\n"
                + "Last-Modified: Tue, 01 Sep 2026 09:00:00 GMT\r\nConnection: close\r\n" + contentLength + END;
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, LARGE})
    void readsAgainWhereAConnectionBreaksInTheMiddleOfABody(int length) {
        byte[] body = bytes(1, length);
        with((connection, socket) ->
                send(socket, "Content-Length: " + length, connection == 1 ? bytes(1, length / 2) : body));
        assertThat(read()).isEqualTo(body);
        assertThat(connections).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, LARGE})
    void failsWhereEveryConnectionBreaksInTheMiddleOfABody(int length) {
        with((connection, socket) -> send(socket, "Content-Length: " + length, bytes(1, length / 2)));
        assertThat(failureOf(store.get("k", (info, body) -> body.readAllBytes())))
                .isInstanceOf(BlobStoreException.class);
    }

    @Test
    void allocatesLittleForAContentLengthThatLies() {
        with((connection, socket) -> send(socket, "Content-Length: " + Long.MAX_VALUE / 2, bytes(2, 1000)));
        assertThat(failureOf(store.get("k", (info, body) -> body.readNBytes(2000))))
                .isInstanceOf(BlobStoreException.class);
    }

    @Test
    void refusesAnObjectWithoutLength() {
        with((connection, socket) -> send(socket, "X: y", bytes(3, 1000)));
        assertThat(failureOf(store.get("k", (info, body) -> body.readAllBytes())))
                .isInstanceOf(BlobStoreException.class)
                .hasMessageContaining("Content-Length");
    }

    @Test
    void breaksTheConnectionWhereAReaderStopsEarly() {
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        with((connection, socket) -> sendAndAwaitTheEnd(socket, gone));
        byte[] start = join(store.get("k", (info, body) -> body.readNBytes(10)));
        assertThat(start).isEqualTo(bytes(4, 10));
        assertThat(join(gone)).isTrue();
    }

    @Test
    void endsTheAsyncClientsRequestWhereItsStageIsCancelled() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        with((connection, socket) -> {
            asked.countDown();
            try {
                gone.complete(socket.getInputStream().read() < 0);
            } catch (IOException e) {
                gone.complete(true);
            }
        });
        CompletionStage<?> stage = store.get("k", (info, body) -> body.readAllBytes());
        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
        stage.toCompletableFuture().cancel(true);
        if (door == Door.ASYNC) {
            assertThat(join(gone)).isTrue();
            assertThat(connections).hasValue(1);
        } else {
            // A blocking call goes on until its client gives up; nobody waits for it any more.
            assertThat(stage.toCompletableFuture()).isCancelled();
        }
    }

    @Test
    void doesNotTryAgainWhereABodyThatOthersReadEndsTooEarly() {
        with((connection, socket) -> send(socket, "Content-Length: 1000", bytes(5, 500)));
        BlobBody body = join(store.open("k", 0, null));
        assertThatThrownBy(() -> body.stream().readAllBytes()).isInstanceOf(IOException.class);
        assertThat(connections).hasValue(1);
    }

    @Test
    void failsAReadThatWaitsWhereItsBodyIsClosed() throws IOException {
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        with((connection, socket) -> sendAndAwaitTheEnd(socket, gone));
        BlobBody body = join(store.open("k", 0, null));
        assertThat(body.stream().readNBytes(1000)).isEqualTo(bytes(4, 1000));
        CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(() -> readOne(body));
        body.close();
        assertThat(failureOf(waiting)).isInstanceOf(UncheckedIOException.class);
        assertThat(join(gone)).isTrue();
    }

    private static int readOne(BlobBody body) {
        try {
            return body.stream().read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void breaksTheConnectionOfABodyThatComesAfterItsStageWasCancelled() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        with((connection, socket) -> {
            asked.countDown();
            cancelled.await();
            sendAndAwaitTheEnd(socket, gone);
        });
        CompletionStage<BlobBody> stage = store.open("k", 0, null);
        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
        stage.toCompletableFuture().cancel(true);
        cancelled.countDown();
        assertThat(join(gone)).isTrue();
    }

    @Test
    void refusesABodyThatBeginsElsewhereThanAsked() {
        with((connection, socket) -> send(socket, "Content-Length: 1000", bytes(6, 1000)));
        assertThat(failureOf(store.open("k", 5, null)))
                .isInstanceOf(BlobStoreException.class)
                .hasMessageContaining("should begin at byte 5");
    }

    private static void sendAndAwaitTheEnd(Socket socket, CompletableFuture<Boolean> gone) {
        try {
            send(socket, "Content-Length: " + Long.MAX_VALUE / 2, bytes(4, 1000));
            gone.complete(socket.getInputStream().read() < 0);
        } catch (IOException e) {
            gone.complete(true);
        }
    }

    private byte[] read() {
        return join(store.get("k", (info, body) -> body.readAllBytes()));
    }
}
