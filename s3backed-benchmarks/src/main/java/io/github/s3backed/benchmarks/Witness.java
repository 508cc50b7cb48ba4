package io.github.s3backed.benchmarks;

import io.github.s3backed.core.spi.Compressor;
import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.concurrent.atomic.AtomicInteger;

/** Sees on which threads serializers and compressors are called. */
final class Witness {

    private final AtomicInteger foreign = new AtomicInteger();

    /** How often it was one of the SDK's or of Netty's. */
    int onForeignThreads() {
        return foreign.get();
    }

    private void look() {
        String name = Thread.currentThread().getName();
        if (name.startsWith("aws-java-sdk") || name.startsWith("sdk-")) {
            foreign.incrementAndGet();
        }
    }

    Compressor watch(Compressor compressor) {
        return new Compressor() {
            @Override
            public String id() {
                return compressor.id();
            }

            @Override
            public OutputStream compress(OutputStream out) throws IOException {
                look();
                return compressor.compress(out);
            }

            @Override
            public InputStream decompress(InputStream in) throws IOException {
                look();
                return compressor.decompress(in);
            }
        };
    }

    <T> PayloadSerializer<T> watch(PayloadSerializer<T> serializer) {
        return new PayloadSerializer<>() {
            @Override
            public String id() {
                return serializer.id();
            }

            @Override
            public String contentType() {
                return serializer.contentType();
            }

            @Override
            public Type type() {
                return serializer.type();
            }

            @Override
            public void serialize(T value, OutputStream out) throws IOException {
                look();
                serializer.serialize(value, out);
            }

            @Override
            public T deserialize(InputStream in, long length) throws IOException {
                look();
                return serializer.deserialize(in, length);
            }
        };
    }
}
