package io.github.s3backed.benchmarks;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One connection: collects a request, answers it, and waits with that as long as it is told to. */
final class LeanS3Connection extends SimpleChannelInboundHandler<HttpObject> {

    private final LeanBuckets buckets;
    private final Supplier<Duration> delay;
    private @Nullable HttpRequest request;
    private byte[] body = new byte[0];
    private int length;

    LeanS3Connection(LeanBuckets buckets, Supplier<Duration> delay) {
        this.buckets = buckets;
        this.delay = delay;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (part instanceof HttpRequest begun) {
            request = begun;
            body = new byte[begun.headers().getInt(HttpHeaderNames.CONTENT_LENGTH, 0)];
            length = 0;
        }
        if (part instanceof HttpContent content) {
            int count = content.content().readableBytes();
            content.content().readBytes(body, length, count);
            length += count;
        }
        if (part instanceof LastHttpContent && request != null) {
            answer(context, buckets.answer(request, body));
            request = null;
            body = new byte[0];
        }
    }

    private void answer(ChannelHandlerContext context, FullHttpResponse response) {
        long nanos = delay.get().toNanos();
        if (nanos == 0) {
            context.writeAndFlush(response);
        } else {
            context.executor().schedule(() -> context.writeAndFlush(response), nanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
