package io.github.s3backed.benchmarks;

import io.github.s3backed.codec.text.TextSerializer;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.StoredPayload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import software.amazon.payloadoffloading.S3AsyncDao;
import software.amazon.payloadoffloading.S3BackedPayloadStore;
import software.amazon.payloadoffloading.S3BackedPayloadStoreAsync;
import software.amazon.payloadoffloading.S3Dao;

/** Text in S3, by what a team might take in place of this library. There is no goal: it is for comparing. */
final class Peers implements Goal {

    private static final int COUNT = 20;

    @Override
    public List<Figure> measure(Stand stand) {
        for (int size : new int[] {64 * Payloads.KIB, Payloads.MIB}) {
            for (Duration delay : Stand.DELAYS) {
                stand.delayed(delay, late -> measure(stand, size, late));
            }
        }
        return List.of();
    }

    private static List<Figure> measure(Stand stand, int size, Duration delay) {
        String text = Payloads.json(size);
        String what = size / Payloads.KIB + " KiB of text, " + delay.toMillis() + " ms";
        S3BackedPayloadStore blocking =
                new S3BackedPayloadStore(new S3Dao(stand.bed().s3()), Bed.PUTS);
        S3BackedPayloadStoreAsync async =
                new S3BackedPayloadStoreAsync(new S3AsyncDao(stand.bed().s3Async()), Bed.PUTS);
        SdkOneLink link = new SdkOneLink(stand.bed(), Bed.PUTS);
        PayloadPipeline<String> identity = stand.puts().pipeline(new TextSerializer(), "identity");
        PayloadPipeline<String> gzip = stand.puts().pipeline(new TextSerializer(), "gzip");
        PayloadPipeline<String> zstd = stand.puts().pipeline(new TextSerializer(), "zstd");
        stand.race(
                "put " + what,
                COUNT,
                COUNT,
                List.of(
                        Lane.inTurn(
                                "by hand",
                                () -> stand.byHand().putObject(bytes(text)).join()),
                        Lane.inTurn(
                                "by hand, gzip",
                                () -> stand.byHand()
                                        .putObject(gzip(bytes(text)))
                                        .join()),
                        Lane.inTurn("payload offloading, blocking", () -> blocking.storeOriginalPayload(text)),
                        Lane.inTurn(
                                "payload offloading, async",
                                () -> async.storeOriginalPayload(text).join()),
                        Lane.inTurn("S3Link of SDK 1", () -> link.put(bytes(text))),
                        Lane.inTurn("s3backed, identity", () -> identity.store(text, KeyContext.empty())),
                        Lane.inTurn("s3backed, gzip", () -> gzip.store(text, KeyContext.empty())),
                        Lane.inTurn("s3backed, zstd", () -> zstd.store(text, KeyContext.empty()))));
        gets(stand, text, what);
        return List.of();
    }

    private static void gets(Stand stand, String text, String what) {
        S3BackedPayloadStore blocking =
                new S3BackedPayloadStore(new S3Dao(stand.bed().s3()), Bed.GETS);
        S3BackedPayloadStoreAsync async =
                new S3BackedPayloadStoreAsync(new S3AsyncDao(stand.bed().s3Async()), Bed.GETS);
        SdkOneLink link = new SdkOneLink(stand.bed(), Bed.GETS);
        String pointer = blocking.storeOriginalPayload(text);
        String json = link.put(bytes(text));
        PayloadPipeline<String> identity = stand.gets().pipeline(new TextSerializer(), "identity");
        PayloadPipeline<String> gzip = stand.gets().pipeline(new TextSerializer(), "gzip");
        StoredPayload plain = identity.store(text, KeyContext.empty());
        StoredPayload gzipped = gzip.store(text, KeyContext.empty());
        stand.race(
                "get " + what,
                COUNT,
                COUNT,
                List.of(
                        Lane.inTurn("by hand", byHand(stand, plain, false)),
                        Lane.inTurn("by hand, gzip", byHand(stand, gzipped, true)),
                        Lane.inTurn("payload offloading, blocking", () -> blocking.getOriginalPayload(pointer)),
                        Lane.inTurn(
                                "payload offloading, async",
                                () -> async.getOriginalPayload(pointer).join()),
                        Lane.inTurn("S3Link of SDK 1", () -> new String(link.get(json), StandardCharsets.UTF_8)),
                        Lane.inTurn("s3backed, identity", () -> identity.load(plain, KeyContext.empty())),
                        Lane.inTurn("s3backed, gzip", () -> gzip.load(gzipped, KeyContext.empty()))));
    }

    private static Callable<String> byHand(Stand stand, StoredPayload stored, boolean gzip) {
        String key = ((StoredPayload.Offloaded) stored).reference().key();
        return () -> {
            byte[] bytes = stand.byHand().getObject(Bed.GETS, key).join();
            return new String(gzip ? gunzip(bytes) : bytes, StandardCharsets.UTF_8);
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] gunzip(byte[] bytes) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return gzip.readAllBytes();
        }
    }
}
