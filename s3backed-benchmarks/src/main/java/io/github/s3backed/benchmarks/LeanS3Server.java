package io.github.s3backed.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Speaks as much of S3 as payloads need, costs little, and answers as late as it is told to. In memory, on a free port of the
 * loopback interface. It believes every signature and every checksum: it is for measuring, and not for testing.
 */
final class LeanS3Server implements AutoCloseable {

    private static final int LINE = 16 * 1024;
    private static final int HEADERS = 64 * 1024;
    private static final int CHUNK = 256 * 1024;

    private final LeanBuckets buckets = new LeanBuckets();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final EventLoopGroup group;
    private final Channel listener;
    private final boolean tls;
    private volatile Duration delay = Duration.ZERO;

    private LeanS3Server(@Nullable SslContext tls) {
        this.tls = tls != null;
        this.group = new NioEventLoopGroup(Runtime.getRuntime().availableProcessors(), work -> {
            Thread thread = new Thread(work, "lean-s3");
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
        });
        this.listener = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 2048)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.RCVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(2048, 64 * 1024, CHUNK))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connect(channel, tls);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    /** A server without encryption. */
    static LeanS3Server start() {
        return new LeanS3Server(null);
    }

    /** A server over TLS, with a certificate that nobody has signed. */
    static LeanS3Server startTls() {
        return new LeanS3Server(LeanCertificate.context());
    }

    private void connect(SocketChannel channel, @Nullable SslContext context) {
        if (context != null) {
            channel.pipeline().addLast(context.newHandler(channel.alloc()));
        }
        channel.pipeline()
                .addLast(new HttpServerCodec(LINE, HEADERS, CHUNK))
                .addLast(new HttpServerExpectContinueHandler())
                .addLast(new LeanS3Connection(buckets, () -> delay));
    }

    /** How long each answer is held back from when its request is complete; nothing at first. */
    void delay(Duration duration) {
        this.delay = duration;
    }

    /**
     * Whether the MD5 of an object follows it where a client asks for that, as the SDK does by default: what S3 does, as far as the
     * SDK's source tells. It follows no range. Not at first.
     */
    void appendMd5(boolean appends) {
        buckets.appendMd5(appends);
    }

    /** How many requests were answered so far. */
    long requests() {
        return buckets.requests();
    }

    /** Forgets the objects of a bucket. */
    void clear(String bucket) {
        buckets.clear(bucket);
    }

    /** Whose CPU time and allocation are not its clients'. */
    Set<Thread> threads() {
        return threads;
    }

    URI endpoint() {
        int port = ((InetSocketAddress) listener.localAddress()).getPort();
        return URI.create((tls ? "https" : "http") + "://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        group.shutdownGracefully();
    }
}
