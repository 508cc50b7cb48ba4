package io.github.s3backed.testkit;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobReader;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** What the contract of blob stores stores, and how it waits. */
final class BlobFixtures {

    static final BlobMetadata METADATA = metadata("gzip");
    static final BlobReader<byte[]> WHOLE = (info, body) -> body.readAllBytes();

    private static final long PATIENCE_SECONDS = 120;

    private BlobFixtures() {}

    static byte[] bytes(int seed, int count) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static BlobContent content(byte[] bytes) {
        return BlobContent.of(List.of(ByteBuffer.wrap(bytes)), sha256(bytes));
    }

    /** In pieces of uneven length, some of them empty and some of them slices of larger buffers. */
    static BlobContent inPieces(byte[] bytes) {
        List<ByteBuffer> pieces = new ArrayList<>(List.of(ByteBuffer.allocate(0)));
        int length = 1;
        for (int from = 0; from < bytes.length; length = length * 3 + 1) {
            int count = Math.min(length, bytes.length - from);
            pieces.add(ByteBuffer.wrap(bytes, from, count));
            pieces.add(ByteBuffer.allocateDirect(0));
            from += count;
        }
        return BlobContent.of(pieces, sha256(bytes));
    }

    /** Not in memory, and of unknown hash. */
    static BlobContent streamOnly(byte[] bytes) {
        return new StreamContent(bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    /** Content that cannot be read beyond its middle. */
    static BlobContent brokenInTheMiddle(byte[] bytes) {
        return new StreamContent(bytes.length, () -> {
            InputStream half = new ByteArrayInputStream(bytes, 0, bytes.length / 2);
            return new FilterInputStream(half) {
                @Override
                public int read() throws IOException {
                    return failAtEnd(super.read());
                }

                // The bulk read of InputStream itself would swallow an exception after the first byte.
                @Override
                public int read(byte[] target, int offset, int count) throws IOException {
                    return failAtEnd(super.read(target, offset, count));
                }

                private int failAtEnd(int result) throws IOException {
                    if (result < 0) {
                        throw new IOException("the content's own failure");
                    }
                    return result;
                }
            };
        });
    }

    /** What this project stores beside a payload, and the longest names and values that it comes to. */
    static BlobMetadata metadata(String encoding) {
        return new BlobMetadata(
                "application/json",
                encoding,
                Map.of(
                        "s3backed-format",
                        "1",
                        "s3backed-serializer",
                        "json",
                        "s3backed-compressor",
                        encoding,
                        "s3backed-length",
                        Long.toString(Long.MAX_VALUE),
                        "s3backed-fingerprint",
                        "0123456789abcdef".repeat(4)));
    }

    static <T> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("The stage does not complete.", e);
        } catch (ExecutionException e) {
            throw new AssertionError("The stage failed.", unwrap(e));
        }
    }

    /** What a stage failed with, out of the wrappers that futures put around it. */
    static Throwable failureOf(CompletionStage<?> stage) {
        try {
            Object result = stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            throw new AssertionError("The stage should have failed, but completed with: " + result);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("The stage does not complete.", e);
        } catch (ExecutionException e) {
            return unwrap(e);
        }
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof ExecutionException || inner instanceof CompletionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    private record StreamContent(long length, Supplier<InputStream> opener) implements BlobContent {

        @Override
        public InputStream open() {
            return opener.get();
        }
    }
}
