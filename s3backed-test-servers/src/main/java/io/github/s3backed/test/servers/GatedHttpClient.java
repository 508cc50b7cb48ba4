package io.github.s3backed.test.servers;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/** The blocking client of {@link HttpGate}. */
final class GatedHttpClient implements SdkHttpClient {

    private final SdkHttpClient client;
    private final HttpGate gate;

    GatedHttpClient(SdkHttpClient client, HttpGate gate) {
        this.client = client;
        this.gate = gate;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest call = client.prepareRequest(request);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                Passage passage = gate.enter(request.httpRequest());
                HttpGate.Exit exit = gate.new Exit();
                try {
                    return counted(pass(call, passage), exit);
                } catch (IOException | RuntimeException e) {
                    exit.leave();
                    throw e;
                }
            }

            @Override
            public void abort() {
                call.abort();
            }
        };
    }

    private HttpExecuteResponse pass(ExecutableHttpRequest call, Passage passage) throws IOException {
        if (passage.late()) {
            gate.countLate(1);
            passage.request().thenRun(() -> callAndForget(call)).whenComplete((done, failure) -> gate.countLate(-1));
            throw HttpGate.broken();
        }
        await(passage.request());
        HttpExecuteResponse response = call.call();
        await(passage.answer());
        return response;
    }

    private static void callAndForget(ExecutableHttpRequest call) {
        try {
            InputStream body = call.call().responseBody().orElse(null);
            if (body != null) {
                body.readAllBytes();
                body.close();
            }
        } catch (IOException e) {
            // Nobody waits for it.
        }
    }

    private static void await(CompletionStage<?> stage) throws IOException {
        try {
            stage.toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted at the gate");
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static HttpExecuteResponse counted(HttpExecuteResponse response, HttpGate.Exit exit) {
        AbortableInputStream body = response.responseBody().orElse(null);
        if (body == null) {
            exit.leave();
            return response;
        }
        return HttpExecuteResponse.builder()
                .response(response.httpResponse())
                .responseBody(AbortableInputStream.create(new CountedBody(body, exit), () -> {
                    exit.leave();
                    body.abort();
                }))
                .build();
    }

    @Override
    public void close() {
        client.close();
    }

    /** Builds it around another. */
    record Builder(SdkHttpClient.Builder<?> client, HttpGate gate) implements SdkHttpClient.Builder<Builder> {

        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            return new GatedHttpClient(client.buildWithDefaults(defaults), gate);
        }
    }

    /** A body whose end is the end of the request. */
    private static final class CountedBody extends FilterInputStream {

        private final HttpGate.Exit exit;

        CountedBody(InputStream in, HttpGate.Exit exit) {
            super(in);
            this.exit = exit;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            return ended(read);
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            return ended(super.read(target, offset, count));
        }

        private int ended(int read) {
            if (read < 0) {
                exit.leave();
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            exit.leave();
            super.close();
        }
    }
}
