package io.github.s3backed.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;

/** Keeps an answer to give it later. */
final class HeldAnswer extends DeafHandler {

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private volatile SdkHttpResponse head =
            SdkHttpResponse.builder().statusCode(500).build();

    @Override
    public void onHeaders(SdkHttpResponse headers) {
        head = headers;
    }

    @Override
    public void onNext(ByteBuffer part) {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        body.writeBytes(bytes);
    }

    CompletableFuture<Void> give(SdkAsyncHttpResponseHandler handler) {
        handler.onHeaders(head);
        handler.onStream(FaultyAsyncHttpClient.bodyOf(body.toByteArray()));
        return CompletableFuture.completedFuture(null);
    }
}
