package io.github.s3backed.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.codec.binary.BinarySerializer;
import io.github.s3backed.codec.json.JsonSerializer;
import io.github.s3backed.codec.text.TextSerializer;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyPart;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.LateRead;
import io.github.s3backed.core.LazyPayload;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.core.StreamedPayload;
import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Any value, under any configuration, by every way in and out. */
class RoundTripFuzzTest {

    private static final List<String> COMPRESSORS = List.of("identity", "gzip", "zstd", "lz4");
    private static final List<Integer> THRESHOLDS = List.of(0, 1, 100, 4_096, 400 * 1024);
    private static final List<KeyTemplate> TEMPLATES = List.of(
            KeyTemplate.EXCLUSIVE,
            KeyTemplate.PYNAMODB_MATE,
            KeyTemplate.of("{table}/{partitionKey}/{sortKey}/{attribute}/{fingerprint}-{writeId}"),
            KeyTemplate.of("{item}{fingerprint}"),
            KeyTemplate.of("{epoch}/{table}/{fingerprint}.{attribute}"));
    private static final KeyContext CONTEXT = KeyContext.builder()
            .table("articles")
            .partitionKey(KeyPart.string("a/../b"))
            .sortKey(KeyPart.number(BigDecimal.TEN))
            .attribute("body")
            .epoch(Instant.ofEpochSecond(1_700_000_000))
            .build();

    @Test
    void readsWhatWasWritten() throws Exception {
        Fuzz.run("round trips", random -> {
            switch (random.nextInt(5)) {
                case 0 -> assertSame(random, new TextSerializer(), text(random, 5_000));
                case 1 -> assertSame(random, TextSerializer.of(StandardCharsets.UTF_16LE), text(random, 5_000));
                case 2 -> assertSame(random, new BinarySerializer(), bytes(random));
                case 3 -> assertSame(random, JsonSerializer.of(Typed.class), typed(random));
                default -> assertSame(random, JsonSerializer.of(Object.class), json(random, 4));
            }
        });
    }

    /** A payload of a type of its own. */
    public record Typed(String text, List<Integer> numbers, Map<String, BigDecimal> named) {}

    private static Typed typed(RandomGenerator random) {
        return new Typed(
                text(random, 100),
                random.ints(random.nextInt(20)).boxed().toList(),
                Map.of(text(random, 5), BigDecimal.valueOf(random.nextLong(), random.nextInt(20))));
    }

    private static <T> void assertSame(RandomGenerator random, PayloadSerializer<T> serializer, T value)
            throws Exception {
        MemoryBlobStore store = MemoryBlobStore.create("bucket");
        PayloadPipeline<T> writer = pipeline(random, serializer, store);
        PayloadPipeline<T> reader = pipeline(random, serializer, store);
        byte[] serialized = serialized(serializer, value);

        StoredPayload stored = switch (random.nextInt(4)) {
            case 0 -> writer.store(value, CONTEXT);
            case 1 -> writer.storeAsync(value, CONTEXT).toCompletableFuture().join();
            case 2 -> writer.store(LazyPayload.of(value), CONTEXT);
            default -> writer.store(StreamedPayload.of(serialized), CONTEXT);
        };
        assertRead(random, reader, stored, value, serialized);

        StoredPayload again = random.nextBoolean()
                ? writer.store(reader.lazy(stored, CONTEXT, LateRead.unobserved()), CONTEXT)
                : writer.store(reader.stream(stored, CONTEXT, LateRead.unobserved()), CONTEXT);
        assertRead(random, reader, again, value, serialized);
    }

    private static <T> void assertRead(
            RandomGenerator random, PayloadPipeline<T> reader, StoredPayload stored, T value, byte[] serialized)
            throws Exception {
        switch (random.nextInt(4)) {
            case 0 -> assertThat(reader.load(stored, CONTEXT)).isEqualTo(value);
            case 1 ->
                assertThat(reader.loadAsync(stored, CONTEXT)
                                .toCompletableFuture()
                                .join())
                        .isEqualTo(value);
            case 2 ->
                assertThat(reader.lazy(stored, CONTEXT, LateRead.unobserved()).get())
                        .isEqualTo(value);
            default -> {
                try (InputStream in =
                        reader.stream(stored, CONTEXT, LateRead.unobserved()).open()) {
                    assertThat(in.readAllBytes()).isEqualTo(serialized);
                }
            }
        }
    }

    private static <T> PayloadPipeline<T> pipeline(
            RandomGenerator random, PayloadSerializer<T> serializer, MemoryBlobStore store) {
        Mutations mutations = new Mutations(random);
        return PayloadPipeline.builder(serializer)
                .blobStore(store)
                .keyTemplate(mutations.pick(TEMPLATES))
                .formerKeyTemplates(TEMPLATES.toArray(KeyTemplate[]::new))
                .compressor(mutations.pick(COMPRESSORS))
                .alwaysCompress(random.nextInt(4) == 0)
                .threshold(mutations.pick(THRESHOLDS))
                .build();
    }

    private static <T> byte[] serialized(PayloadSerializer<T> serializer, T value) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        serializer.serialize(value, bytes);
        return bytes.toByteArray();
    }

    private static byte[] bytes(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(random.nextBoolean() ? 20 : 100_000)];
        if (random.nextBoolean()) {
            random.nextBytes(bytes);
        }
        return bytes;
    }

    private static String text(RandomGenerator random, int most) {
        int[] points = random.ints(random.nextInt(most), 0, random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1)
                .map(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? '\ufeff' : point)
                .toArray();
        return new String(points, 0, points.length);
    }

    // Never null at the top: absent payloads are not stored.
    private static Object json(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 9)) {
            case 0 -> text(random, 40);
            case 1 -> random.nextInt();
            case 2 -> Long.MIN_VALUE + random.nextInt(1_000_000);
            case 3 -> BigInteger.TWO.pow(64 + random.nextInt(2_000)).negate();
            case 4 -> new BigDecimal(BigInteger.valueOf(random.nextLong()), 1 + random.nextInt(300));
            case 5 -> random.nextBoolean();
            case 6 -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(6); i > 0; i--) {
                    list.add(random.nextInt(9) == 0 ? null : json(random, depth - 1));
                }
                yield list;
            }
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(6); i > 0; i--) {
                    map.put(text(random, 8), json(random, depth - 1));
                }
                yield map;
            }
        };
    }
}
