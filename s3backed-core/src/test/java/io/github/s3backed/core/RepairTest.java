package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.spi.BlobLocation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Objects that are looked at, and put back, by their references alone. */
@Timeout(30)
class RepairTest {

    private static final byte[] PAYLOAD =
            "a line that compresses\n".repeat(1000).getBytes(StandardCharsets.UTF_8);

    private final MemoryBlobStore store = MemoryBlobStore.create("bucket");
    private final PayloadPipeline<byte[]> pipeline = PayloadPipeline.builder(new BytesSerializer())
            .blobStore(store)
            .keyTemplate(KeyTemplate.EXCLUSIVE)
            .build();
    private final KeyContext context = KeyContext.builder()
            .table("articles")
            .partitionKey(KeyPart.string("1"))
            .attribute("body")
            .build();
    private final Reference reference = ((StoredPayload.Offloaded) pipeline.store(PAYLOAD, context)).reference();

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private byte[] read() throws IOException {
        try (InputStream in = pipeline.stream(reference).open()) {
            return in.readAllBytes();
        }
    }

    @Test
    void aReferenceIsReadWhicheverItemHoldsIt() throws IOException {
        assertThat(read()).isEqualTo(PAYLOAD);
    }

    @Test
    void aMissingObjectIsPutBackAsItWas() throws Exception {
        var before = await(store.head(reference.key())).orElseThrow().metadata();
        await(store.delete(reference.key()));

        await(pipeline.repair(reference, StreamedPayload.of(PAYLOAD)));

        assertThat(read()).isEqualTo(PAYLOAD);
        assertThat(await(store.head(reference.key())).orElseThrow().metadata()).isEqualTo(before);
    }

    @Test
    void otherBytesAreRefusedAndNothingIsStored() throws Exception {
        await(store.delete(reference.key()));

        assertThatThrownBy(() -> await(pipeline.repair(reference, StreamedPayload.of(new byte[] {1}))))
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Nothing was stored");

        assertThat(await(store.head(reference.key()))).isEmpty();
    }

    @Test
    void neitherAForeignStoreNorAForeignKeyIsFollowed() {
        Reference elsewhere = new Reference(new BlobLocation("mem", "elsewhere"), reference.key());
        Reference unknown = new Reference(reference.location(), "other/" + reference.key());
        assertThatThrownBy(() -> pipeline.stream(elsewhere)).isInstanceOf(InvalidReferenceException.class);
        assertThatThrownBy(() -> pipeline.repair(unknown, StreamedPayload.of(PAYLOAD)))
                .isInstanceOf(InvalidReferenceException.class);
    }
}
