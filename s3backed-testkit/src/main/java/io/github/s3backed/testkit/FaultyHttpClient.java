package io.github.s3backed.testkit;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.utils.AttributeMap;

/** The blocking client of {@link HttpFaults}. */
final class FaultyHttpClient implements SdkHttpClient {

    private final SdkHttpClient client;
    private final HttpFaults faults;

    FaultyHttpClient(SdkHttpClient client, HttpFaults faults) {
        this.client = client;
        this.faults = faults;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new FaultyCall(client.prepareRequest(request), () -> faults.next(request.httpRequest()));
    }

    /** One request. */
    private record FaultyCall(ExecutableHttpRequest request, Supplier<Fault> faults, CompletableFuture<Void> aborted)
            implements ExecutableHttpRequest {

        FaultyCall(ExecutableHttpRequest request, Supplier<Fault> faults) {
            this(request, faults, new CompletableFuture<>());
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            Fault fault = faults.get();
            if (HttpFaults.endsBefore(fault)) {
                throw HttpFaults.end(fault);
            }
            if (fault instanceof Fault.Late late) {
                late.gate().arrive().thenRunAsync(() -> deliver(late));
                throw HttpFaults.end(fault);
            }
            if (fault instanceof Fault.Answer answer) {
                return answer(answer);
            }
            if (fault instanceof Fault.HoldRequest held) {
                held.gate().pass(aborted);
            }
            return with(fault, request.call());
        }

        private HttpExecuteResponse with(Fault fault, HttpExecuteResponse response) throws IOException {
            if (HttpFaults.endsAfter(fault)) {
                abort(response);
                throw HttpFaults.end(fault);
            }
            if (fault instanceof Fault.Instead instead) {
                abort(response);
                return answer(instead.answer());
            }
            if (fault instanceof Fault.HoldAnswer held) {
                hold(held.gate(), response);
            }
            if (fault instanceof Fault.DelayAnswer delay) {
                hold(Gate.openingAfter(delay.by()), response);
            }
            if (fault instanceof Fault.DropHeader drop) {
                return rebuilt(response, withoutHeader(response.httpResponse(), drop.name()), body -> body);
            }
            return rebuilt(response, response.httpResponse(), body -> new FaultyBody(body, fault));
        }

        private void deliver(Fault.Late late) {
            try {
                abort(request.call());
                late.delivered().complete(null);
            } catch (IOException | RuntimeException e) {
                late.delivered().completeExceptionally(e);
            }
        }

        private void hold(Gate gate, HttpExecuteResponse response) throws IOException {
            try {
                gate.pass(aborted);
            } catch (IOException e) {
                abort(response);
                throw e;
            }
        }

        private static void abort(HttpExecuteResponse response) {
            response.responseBody().ifPresent(AbortableInputStream::abort);
        }

        @Override
        public void abort() {
            aborted.cancel(false);
            request.abort();
        }
    }

    static SdkHttpResponse withoutHeader(SdkHttpResponse response, String name) {
        return response.toBuilder().removeHeader(name).build();
    }

    private static HttpExecuteResponse answer(Fault.Answer answer) {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        return HttpExecuteResponse.builder()
                .response(head(answer))
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                .build();
    }

    static SdkHttpResponse head(Fault.Answer answer) {
        return SdkHttpResponse.builder()
                .statusCode(answer.status())
                .putHeader("Content-Type", answer.contentType())
                .build();
    }

    private static HttpExecuteResponse rebuilt(
            HttpExecuteResponse response, SdkHttpResponse head, UnaryOperator<InputStream> change) {
        HttpExecuteResponse.Builder rebuilt = HttpExecuteResponse.builder().response(head);
        response.responseBody()
                .ifPresent(body -> rebuilt.responseBody(AbortableInputStream.create(change.apply(body), body)));
        return rebuilt.build();
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String clientName() {
        return client.clientName(); // The SDK tells it to the service.
    }

    /** Builds it over another, with the defaults that the service has. */
    record Builder(SdkHttpClient.Builder<?> client, HttpFaults faults) implements SdkHttpClient.Builder<Builder> {

        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            return new FaultyHttpClient(client.buildWithDefaults(defaults), faults);
        }
    }

    /** A body that flips a bit or breaks. */
    private static final class FaultyBody extends FilterInputStream {

        private final Fault fault;
        private long position;

        FaultyBody(InputStream in, Fault fault) {
            super(in);
            this.fault = fault;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            int allowed = count;
            if (fault instanceof Fault.BreakBody broken) {
                if (position == broken.position()) {
                    throw HttpFaults.broken();
                }
                allowed = (int) Math.min(count, broken.position() - position);
            }
            int n = in.read(target, offset, allowed);
            if (fault instanceof Fault.FlipBit flip && flip.position() >= position && flip.position() < position + n) {
                target[offset + (int) (flip.position() - position)] ^= 1;
            }
            position += Math.max(n, 0);
            return n;
        }
    }
}
