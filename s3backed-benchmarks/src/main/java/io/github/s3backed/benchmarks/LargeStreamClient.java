package io.github.s3backed.benchmarks;

import io.github.s3backed.codec.binary.BinarySerializer;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.LateRead;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.core.StreamedPayload;
import io.github.s3backed.store.s3.S3BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Random;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.utils.AttributeMap;

/** Puts 1 GiB and gets it, in a process of its own. */
final class LargeStreamClient {

    private static final long SIZE = 1L << 30;

    private LargeStreamClient() {}

    /** @param arguments the server's endpoint and the bucket */
    public static void main(String[] arguments) throws IOException {
        try (S3AsyncClient client = client(URI.create(arguments[0]));
                S3BlobStore store = S3BlobStore.create(client, arguments[1])) {
            PayloadPipeline<byte[]> pipeline = PayloadPipeline.builder(new BinarySerializer())
                    .blobStore(store)
                    .keyTemplate(KeyTemplate.of("large/{fingerprint}-{writeId}"))
                    .compressor("identity")
                    .build();
            long began = System.nanoTime();
            StoredPayload stored = pipeline.store(StreamedPayload.of(new NoiseInputStream(SIZE)), KeyContext.empty());
            tell("put", began);
            began = System.nanoTime();
            try (InputStream in = pipeline.stream(stored, KeyContext.empty(), LateRead.unobserved())
                    .open()) {
                requireSize(in);
            }
            tell("got and verified", began);
        }
    }

    private static void requireSize(InputStream in) throws IOException {
        byte[] chunk = new byte[64 * 1024];
        long length = 0;
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            length += n;
        }
        if (length != SIZE) {
            throw new IOException("Got " + length + " bytes.");
        }
    }

    private static void tell(String what, long began) {
        System.out.println("1 GiB " + what + " in " + (System.nanoTime() - began) / 1_000_000 + " ms");
    }

    private static S3AsyncClient client(URI endpoint) {
        return S3AsyncClient.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("access", "secret")))
                .httpClient(NettyNioAsyncHttpClient.builder()
                        .buildWithDefaults(AttributeMap.builder()
                                .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
                                .build()))
                .build();
    }

    /** Bytes that nothing makes smaller and nobody keeps. */
    private static final class NoiseInputStream extends InputStream {

        private final byte[] noise = new byte[Payloads.MIB + 1];
        private long left;

        NoiseInputStream(long length) {
            left = length;
            new Random(1).nextBytes(noise);
        }

        @Override
        public int read() {
            return left-- > 0 ? noise[(int) (left % noise.length)] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            if (left <= 0) {
                return -1;
            }
            int from = (int) (left % noise.length);
            int n = (int) Math.min(left, Math.min(count, noise.length - from));
            System.arraycopy(noise, from, target, offset, n);
            left -= n;
            return n;
        }
    }
}
