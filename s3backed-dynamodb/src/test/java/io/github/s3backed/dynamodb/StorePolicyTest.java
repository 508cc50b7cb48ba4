package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** What a store says of itself, and that writers obey it. */
@AwsTest
class StorePolicyTest {

    private final AwsBackend aws;

    StorePolicyTest(AwsBackend aws) {
        this.aws = aws;
    }

    private static StorePolicy parse(String text) {
        return StorePolicy.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPolicyIsFoundAgainInItsObject() {
        StorePolicy policy = new StorePolicy(Duration.ofHours(5), Duration.ofMinutes(7));

        assertThat(new String(policy.toBytes(), StandardCharsets.UTF_8))
                .isEqualTo("format=1\ngrace-seconds=18000\nwrite-deadline-seconds=420\n");
        assertThat(StorePolicy.parse(policy.toBytes())).isEqualTo(policy);
    }

    @Test
    void linesOfALaterKindAreIgnored() {
        assertThat(parse("# a remark\nformat=1\ncolour=red\ngrace-seconds=18000\nwrite-deadline-seconds=420\n"))
                .isEqualTo(new StorePolicy(Duration.ofHours(5), Duration.ofMinutes(7)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "format=2\ngrace-seconds=18000\nwrite-deadline-seconds=420\n",
                "format=1\nwrite-deadline-seconds=420\n",
                "format=1\ngrace-seconds=18000\n",
                "format=1\ngrace-seconds=many\nwrite-deadline-seconds=420\n",
                "format=1\ngrace-seconds=3600\nwrite-deadline-seconds=3600\n",
                "format=1\ngrace-seconds=18000\nwrite-deadline-seconds=0\n"
            })
    void aPolicyThatCannotBeReadStopsWritesBeforeAnythingIsStored(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(IllegalArgumentException.class);
        try (Rig rig = new Rig(aws, Door.BLOCKING)) {
            setPolicy(rig, text);

            assertThatThrownBy(() -> rig.call(Operation.PUT_ITEM, rig.putRequest("1", "new")))
                    .isInstanceOf(BlobStoreException.class)
                    .hasMessageContainingAll("mem://rig/" + StorePolicy.KEY, "correct the object");
            assertThat(rig.objects()).isEmpty();
            assertThat(rig.tap.requests(PutItemRequest.class)).isEmpty();
        }
    }

    private static void setPolicy(Rig rig, String text) {
        rig.memory
                .put(
                        StorePolicy.KEY,
                        BlobContent.of(text.getBytes(StandardCharsets.UTF_8)),
                        new BlobMetadata("text/plain", BlobMetadata.IDENTITY, Map.of()),
                        PutMode.OVERWRITE)
                .toCompletableFuture()
                .join();
    }

    @Test
    void aGracePeriodCoversTheDeadlineAndTheLifeOfASignatureTwice() {
        assertThat(new StorePolicy(Duration.ofMinutes(150), Duration.ofMinutes(60)))
                .isNotNull();
        assertThatThrownBy(() -> new StorePolicy(Duration.ofMinutes(149), Duration.ofMinutes(60)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("grace period");
    }

    @ParameterizedTest
    @EnumSource
    void aWriteWhoseUploadsTakeLongerThanTheStoreAllowsIsNotSent(Door door) {
        AtomicLong nanos = new AtomicLong();
        try (Rig rig =
                new Rig(aws, door, settings -> settings.nanoTime(nanos::get), table -> table, client -> client)) {
            setPolicy(rig, "format=1\ngrace-seconds=86400\nwrite-deadline-seconds=2\n");
            rig.store.onPut = key -> {
                if (HookedBlobStore.isPayload(key)) {
                    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
                }
                return HookedBlobStore.NOW.apply(key);
            };

            assertThatThrownBy(() -> rig.call(Operation.PUT_ITEM, rig.putRequest("1", "new")))
                    .isInstanceOf(WriteExpiredException.class)
                    .hasMessageContainingAll("3 s", "2 s");
            assertThat(rig.objects()).isEmpty();
            assertThat(rig.tap.requests(PutItemRequest.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theStoreKnowsTheTableBeforeItHasAPayload(Door door) throws InterruptedException {
        try (Rig rig = new Rig(aws, door)) {
            CompletableFuture<Void> held = new CompletableFuture<>();
            CountDownLatch entering = new CountDownLatch(1);
            rig.store.onPut = key -> {
                if (!key.startsWith("s3backed/.registry/tables/")) {
                    return HookedBlobStore.NOW.apply(key);
                }
                entering.countDown();
                return held;
            };

            CompletableFuture<?> putting = rig.start(Operation.PUT_ITEM, rig.putRequest("1", "new"));
            assertThat(entering.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(rig.store.puts).noneMatch(HookedBlobStore::isPayload);
            held.complete(null);
            putting.join();

            List<String> puts = rig.store.puts;
            assertThat(puts.stream().filter(HookedBlobStore::isPayload)).containsExactly(puts.get(puts.size() - 1));
            assertThat(rig.memory.keys())
                    .anyMatch(key -> key.startsWith("s3backed/.registry/tables/") && key.contains(rig.table));
        }
    }
}
