package io.github.s3backed.benchmarks;

import io.github.s3backed.codec.binary.BinarySerializer;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.S3Server;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.core.BytesWrapper;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** The same races on S3Proxy: its figures are others, but what the library takes beside the raw SDK should not be. */
final class Honesty implements Goal {

    private static final int COUNT = 100;

    @Override
    public List<Figure> measure(Stand stand) {
        measure(stand, "lean server", stand.bed().s3Async());
        try (S3Server proxy = S3Server.start();
                S3AsyncClient client = S3AsyncClient.builder()
                        .endpointOverride(proxy.endpoint())
                        .forcePathStyle(true)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(proxy.credentials())
                        .httpClientBuilder(NettyNioAsyncHttpClient.builder().maxConcurrency(Bed.CONNECTIONS))
                        .build()) {
            client.createBucket(create -> create.bucket(Bed.PUTS)).join();
            measure(stand, "S3Proxy, whose own threads count", client);
        }
        return List.of();
    }

    private static void measure(Stand stand, String server, S3AsyncClient client) {
        try (S3BlobStore store = S3BlobStore.create(client, Bed.PUTS)) {
            for (int size : new int[] {64 * Payloads.KIB, Payloads.MIB}) {
                measure(stand, server, client, store, Payloads.noise(size));
            }
        }
    }

    private static void measure(Stand stand, String server, S3AsyncClient client, S3BlobStore store, byte[] bytes) {
        PayloadPipeline<byte[]> pipeline = PayloadPipeline.builder(new BinarySerializer())
                .blobStore(store)
                .keyTemplate(KeyTemplate.of("honest/{fingerprint}-{writeId}"))
                .compressor("identity")
                .build();
        String what = bytes.length / Payloads.KIB + " KiB, " + server;
        stand.race(
                "put object, " + what,
                COUNT,
                COUNT,
                List.of(
                        Lane.inTurn(
                                "raw",
                                () -> client.putObject(
                                                put -> put.bucket(Bed.PUTS).key("raw/" + UUID.randomUUID()),
                                                AsyncRequestBody.fromBytes(bytes))
                                        .join()),
                        Lane.inTurn("s3backed", () -> pipeline.store(bytes, KeyContext.empty()))));
        StoredPayload stored = pipeline.store(bytes, KeyContext.empty());
        String key = ((StoredPayload.Offloaded) stored).reference().key();
        Results results = new Race(stand.rounds(), COUNT, COUNT)
                .run(
                        stand.bed().meter(),
                        List.of(
                                Lane.inTurn(
                                        "raw",
                                        () -> client.getObject(
                                                        get -> get.bucket(Bed.PUTS)
                                                                .key(key),
                                                        AsyncResponseTransformer.toBytes())
                                                .thenApply(BytesWrapper::asByteArray)
                                                .join()),
                                Lane.inTurn("s3backed", () -> pipeline.load(stored, KeyContext.empty()))));
        stand.out().print("get object, " + what, results);
    }
}
