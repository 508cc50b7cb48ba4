package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.Compressor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadPipelineTest {

    private static final KeyTemplate EXCLUSIVE =
            KeyTemplate.of("s3backed/{table}/{item}/{attribute}/{fingerprint}-{writeId}");
    private static final KeyContext ITEM = item("1");

    private final RecordingBlobStore store = new RecordingBlobStore(MemoryBlobStore.create("bucket"));

    @Test
    void readsBackWhatItStored() {
        PayloadPipeline<String> pipeline = builder().build();

        StoredPayload stored = pipeline.store("héllo", ITEM);

        assertThat(pipeline.load(stored, ITEM)).isEqualTo("héllo");
    }

    @Test
    void readsBackWhatItStoredWithoutWaiting() {
        PayloadPipeline<String> pipeline = builder().build();

        assertThat(pipeline.storeAsync("héllo", ITEM)
                        .thenCompose(stored -> pipeline.loadAsync(stored, ITEM))
                        .toCompletableFuture()
                        .join())
                .isEqualTo("héllo");
    }

    @Test
    void keepsAReferenceThatNamesTheFingerprintOfTheText() {
        StoredPayload stored =
                builder().keyTemplate(KeyTemplate.PYNAMODB_MATE).build().store("abc", KeyContext.empty());

        assertThat(stored)
                .isEqualTo(new StoredPayload.Offloaded(Reference.parse("mem://bucket/pynamodb-mate/s3backed/"
                        + "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")));
    }

    @Test
    void storesAnEmptyPayloadLikeAnyOther() {
        PayloadPipeline<String> pipeline = builder().build();

        assertThat(pipeline.load(pipeline.store("", ITEM), ITEM)).isEmpty();
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void saysBesideTheBytesWhatTheyAre() {
        builder().build().store("abc".repeat(1000), ITEM);

        BlobInfo info = store.info(store.onlyKey());
        assertThat(info.metadata().contentType()).isEqualTo("text/plain; charset=utf-8");
        assertThat(info.metadata().contentEncoding()).isEqualTo("gzip");
        assertThat(info.metadata().userMetadata())
                .containsEntry("s3backed-format", "1")
                .containsEntry("s3backed-serializer", "text")
                .containsEntry("s3backed-compressor", "gzip")
                .containsEntry("s3backed-length", "3000")
                .containsKey("s3backed-fingerprint")
                .hasSize(5);
        assertThat(info.length()).isLessThan(100);
    }

    @Test
    void storesWhatDoesNotShrinkAsItIs() {
        String incompressible = "x";

        builder().build().store(incompressible, ITEM);

        assertThat(store.info(store.onlyKey()).metadata().contentEncoding()).isEqualTo("identity");
        assertThat(store.bytes(store.onlyKey())).isEqualTo(incompressible.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void storesWhatStaysAsLongAsItIsUnderIdentity() {
        Compressor idle = new Compressor() {
            @Override
            public String id() {
                return "same-length";
            }

            @Override
            public OutputStream compress(OutputStream out) {
                return out;
            }

            @Override
            public InputStream decompress(InputStream in) {
                return in;
            }
        };

        builder()
                .compressors(Compressors.discover(idle))
                .compressor("same-length")
                .build()
                .store("text", ITEM);

        assertThat(store.info(store.onlyKey()).metadata().contentEncoding()).isEqualTo("identity");
    }

    @Test
    void neverStoresMoreThanThePayloadHas() {
        PayloadPipeline<String> pipeline = builder().build();
        Random random = new Random(3);
        for (int length = 0; length < 300; length++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < length; i++) {
                text.append((char) ('!' + random.nextInt(90)));
            }
            StoredPayload.Offloaded stored = (StoredPayload.Offloaded) pipeline.store(text.toString(), ITEM);
            assertThat(store.info(stored.reference().key()).length()).isLessThanOrEqualTo(length);
        }
    }

    @Test
    void compressesWhateverComesForAReaderThatAlwaysDecompresses() {
        builder().alwaysCompress(true).build().store("x", ITEM);

        assertThat(store.info(store.onlyKey()).metadata().contentEncoding()).isEqualTo("gzip");
    }

    @Test
    void keepsInlineWhatIsStoredInFewerBytesThanTheThreshold() {
        PayloadPipeline<String> pipeline = builder().threshold(10).build();

        assertThat(pipeline.store("123456789", ITEM)).isInstanceOf(StoredPayload.Inline.class);
        assertThat(pipeline.store("1234567890", ITEM)).isInstanceOf(StoredPayload.Offloaded.class);
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void comparesTheThresholdWithTheCompressedBytes() {
        PayloadPipeline<String> pipeline = builder().threshold(100).build();

        StoredPayload stored = pipeline.store("a".repeat(5000), ITEM);

        assertThat(stored).isInstanceOf(StoredPayload.Inline.class);
        assertThat(pipeline.load(stored, ITEM)).isEqualTo("a".repeat(5000));
        assertThat(store.calls).isEmpty();
    }

    @Test
    void givesEachAttemptAKeyOfItsOwnUnderAnExclusiveTemplate() {
        PayloadPipeline<String> pipeline = builder().build();
        Set<StoredPayload> references = new HashSet<>();

        for (int i = 0; i < 100; i++) {
            references.add(pipeline.store("same", ITEM));
        }

        assertThat(references).hasSize(100);
        assertThat(store.size()).isEqualTo(100);
    }

    @Test
    void readsWhatAFormerConfigurationWrote() {
        StoredPayload old = builder()
                .keyTemplate(KeyTemplate.of("old/{fingerprint}"))
                .build()
                .store("text", ITEM);

        PayloadPipeline<String> pipeline = builder()
                .formerKeyTemplates(KeyTemplate.of("old/{fingerprint}"))
                .compressor("identity")
                .build();

        assertThat(pipeline.load(old, ITEM)).isEqualTo("text");
    }

    @Test
    void readsWhatAFormerConfigurationWroteThoughTheCurrentOneCouldHaveWrittenItElsewhere() {
        KeyTemplate former = KeyTemplate.of("documents/{fingerprint}");
        StoredPayload old = builder().keyTemplate(former).build().store("text", ITEM);

        // By the current template, "documents" is the name of another attribute.
        PayloadPipeline<String> pipeline = builder()
                .keyTemplate(KeyTemplate.of("{attribute}/{fingerprint}"))
                .formerKeyTemplates(former)
                .build();

        assertThat(pipeline.load(old, ITEM)).isEqualTo("text");
    }

    @Test
    void readsFromAnotherConfiguredStore() {
        MemoryBlobStore former = MemoryBlobStore.create("former");
        StoredPayload old = builder().blobStore(former).build().store("text", ITEM);

        assertThat(builder().readFrom(former).build().load(old, ITEM)).isEqualTo("text");
    }

    @Test
    void followsNoReferenceIntoAForeignBucket() {
        PayloadPipeline<String> pipeline = builder().build();
        StoredPayload foreign =
                builder().blobStore(MemoryBlobStore.create("foreign")).build().store("text", ITEM);

        assertThatExceptionOfType(InvalidReferenceException.class)
                .isThrownBy(() -> pipeline.load(foreign, ITEM))
                .withMessageContaining("mem://foreign/")
                .withMessageContaining("[mem://bucket]");
        assertThat(store.calls).isEmpty();
    }

    @Test
    void repeatsNoTextThatOnlyLooksLikeAReference() {
        StoredPayload text = new StoredPayload.Offloaded(Reference.parse("https://example.com/a?password=secret"));

        assertThatExceptionOfType(InvalidReferenceException.class)
                .isThrownBy(() -> builder().build().load(text, ITEM))
                .withMessageContaining("[mem://bucket]")
                .withMessageNotContainingAny("secret", "example");
    }

    @Test
    void followsNoReferenceOutOfItsPrefix() {
        StoredPayload other = builder()
                .keyTemplate(KeyTemplate.of("other/{fingerprint}"))
                .build()
                .store("text", ITEM);
        store.calls.clear();

        assertThatExceptionOfType(InvalidReferenceException.class)
                .isThrownBy(() -> builder().build().load(other, ITEM))
                .withMessageContaining("none of the key templates");
        assertThat(store.calls).isEmpty();
    }

    @Test
    void followsNoReferenceOfAnotherItem() {
        PayloadPipeline<String> pipeline = builder().build();
        StoredPayload others = pipeline.store("text", item("2"));
        store.calls.clear();

        assertThatExceptionOfType(InvalidReferenceException.class)
                .isThrownBy(() -> pipeline.load(others, ITEM))
                .withMessageContaining("belongs to another");
        assertThat(store.calls).isEmpty();
    }

    @Test
    void saysThatThereIsNoObject() {
        PayloadPipeline<String> pipeline = builder().build();
        StoredPayload.Offloaded stored = (StoredPayload.Offloaded) pipeline.store("text", ITEM);
        Stages.join(store.delete(stored.reference().key()));

        assertThatExceptionOfType(BlobNotFoundException.class)
                .isThrownBy(() -> pipeline.load(stored, ITEM))
                .withMessageContaining(stored.reference().toString());
    }

    @Test
    void refusesToWriteWhatItCouldNotReadBack() {
        PayloadPipeline<String> pipeline = builder().maxPayloadBytes(10).build();

        assertThat(pipeline.load(pipeline.store("1234567890", ITEM), ITEM)).isEqualTo("1234567890");
        store.calls.clear();
        assertThatExceptionOfType(PayloadTooLargeException.class)
                .isThrownBy(() -> pipeline.store("12345678901", ITEM))
                .withMessageContaining("10 bytes");
        assertThat(store.calls).isEmpty();
    }

    @Test
    void stopsDecompressingOneBufferBehindTheLimit() {
        long limit = 100_000;
        CountingCompressor bomb = new CountingCompressor();
        StoredPayload stored = builder()
                .compressors(Compressors.discover(bomb))
                .compressor("bomb")
                .build()
                .store("a", ITEM);
        // What the metadata claims is within the limit; what comes is not.
        PayloadPipeline<String> pipeline = builder()
                .compressors(Compressors.discover(bomb))
                .maxPayloadBytes(limit)
                .build();

        assertThatExceptionOfType(PayloadTooLargeException.class).isThrownBy(() -> pipeline.load(stored, ITEM));
        assertThat(bomb.yielded).isBetween(limit, limit + 16 * 1024);
    }

    @Test
    void refusesAValueThatTheSerializerRefuses() {
        Utf8Serializer picky = new Utf8Serializer() {
            @Override
            public void serialize(String value, OutputStream out) throws IOException {
                throw new IOException("no");
            }
        };

        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> PayloadPipeline.builder(picky)
                        .blobStore(store)
                        .keyTemplate(EXCLUSIVE)
                        .build()
                        .store("secret", ITEM))
                .withMessageContaining("'text'")
                .withMessageNotContaining("secret");
        assertThat(store.calls).isEmpty();
    }

    @Test
    void tellsAPayloadThatTheSerializerCannotReadFromACorruptOne() {
        StoredPayload stored = builder().build().store("text", ITEM);
        Utf8Serializer picky = new Utf8Serializer() {
            @Override
            public String deserialize(InputStream in, long length) throws IOException {
                throw new IOException("not mine");
            }
        };
        PayloadPipeline<String> pipeline = PayloadPipeline.builder(picky)
                .blobStore(store)
                .keyTemplate(EXCLUSIVE)
                .build();

        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> pipeline.load(stored, ITEM))
                .withMessageContaining("its bytes are the ones that were written")
                .withRootCauseInstanceOf(IOException.class);
    }

    @Test
    void verifiesWhatTheSerializerLeavesUnreadAndWhatItCloses() {
        Utf8Serializer lazy = new Utf8Serializer() {
            @Override
            public String deserialize(InputStream in, long length) throws IOException {
                in.close();
                return "unread";
            }
        };
        PayloadPipeline<String> pipeline = PayloadPipeline.builder(lazy)
                .blobStore(store)
                .keyTemplate(EXCLUSIVE)
                .build();
        StoredPayload.Offloaded stored = (StoredPayload.Offloaded) pipeline.store("text", ITEM);

        assertThat(pipeline.load(stored, ITEM)).isEqualTo("unread");
        String key = stored.reference().key();
        store.replace(
                key, "tEXt".getBytes(StandardCharsets.UTF_8), store.info(key).metadata());
        assertThatExceptionOfType(CorruptPayloadException.class).isThrownBy(() -> pipeline.load(stored, ITEM));
    }

    @Test
    void tellsWhereTheBlockedCallerStood() {
        PayloadPipeline<String> pipeline = builder().build();

        assertThatExceptionOfType(BlobNotFoundException.class)
                .isThrownBy(() -> pipeline.load(
                        new StoredPayload.Offloaded(new Reference(
                                new BlobLocation("mem", "bucket"),
                                EXCLUSIVE.render(new Fingerprint("0".repeat(64)), "0".repeat(32), ITEM))),
                        ITEM))
                .satisfies(e -> assertThat(e.getSuppressed()[0].getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(PayloadPipelineTest.class.getName())));
    }

    @Test
    void failsTheStageAndNotTheCall() {
        PayloadPipeline<String> pipeline = builder().build();

        assertThat(pipeline.storeAsync("text", KeyContext.empty()).toCompletableFuture())
                .failsWithin(java.time.Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(IllegalArgumentException.class);
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> pipeline.loadAsync(new StoredPayload.Inline(new byte[0]), ITEM)
                        .toCompletableFuture()
                        .join());
    }

    @Test
    void failsTheStageWithAnErrorOfTheSerializer() {
        Utf8Serializer deep = new Utf8Serializer() {
            @Override
            public void serialize(String value, OutputStream out) {
                throw new StackOverflowError("too deep");
            }
        };

        assertThat(PayloadPipeline.builder(deep)
                        .blobStore(store)
                        .keyTemplate(EXCLUSIVE)
                        .build()
                        .storeAsync("text", ITEM)
                        .toCompletableFuture())
                .failsWithin(java.time.Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void failsTheStageWithAnErrorOfTheSerializerOfAnInlinePayload() {
        Utf8Serializer deep = new Utf8Serializer() {
            @Override
            public String deserialize(InputStream in, long length) {
                throw new StackOverflowError("too deep");
            }
        };
        StoredPayload stored = builder().threshold(1000).build().store("text", ITEM);

        assertThat(PayloadPipeline.builder(deep)
                        .blobStore(store)
                        .keyTemplate(EXCLUSIVE)
                        .build()
                        .loadAsync(stored, ITEM)
                        .toCompletableFuture())
                .failsWithin(java.time.Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void saysThatACompressorFailedWhateverItThrew() {
        Compressor broken = new Compressor() {
            @Override
            public String id() {
                return "broken";
            }

            @Override
            public OutputStream compress(OutputStream out) {
                throw new IllegalStateException("no native library");
            }

            @Override
            public InputStream decompress(InputStream in) {
                return in;
            }
        };

        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> builder()
                        .compressors(Compressors.discover(broken))
                        .compressor("broken")
                        .build()
                        .store("text", ITEM))
                .withMessageContaining("'broken'");
        assertThat(store.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "My-Format", "zürich", "a/b", "an-id-of-thirty-three-characters--"})
    void isBuiltOnlyWithASerializerWhoseIdCanBeReadBack(String id) {
        Utf8Serializer other = new Utf8Serializer() {
            @Override
            public String id() {
                return id;
            }
        };

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PayloadPipeline.builder(other)
                        .blobStore(store)
                        .keyTemplate(EXCLUSIVE)
                        .build())
                .withMessageContaining("'" + id + "'");
    }

    @Test
    void isBuiltOnlyWithStoreTemplateAndAKnownCompressor() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PayloadPipeline.builder(new Utf8Serializer()).build())
                .withMessageContaining("blobStore");
        assertThatExceptionOfType(MissingProviderException.class)
                .isThrownBy(() -> builder().compressor("lz4").build())
                .withMessageContaining("io.github.s3backed:s3backed-compress-lz4");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        builder().readFrom(MemoryBlobStore.create("bucket")).build())
                .withMessageContaining("mem://bucket");
        assertThatIllegalArgumentException().isThrownBy(() -> builder().threshold(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().threshold(400 * 1024 + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().maxPayloadBytes(0));
    }

    private PayloadPipeline.Builder<String> builder() {
        return PayloadPipeline.builder(new Utf8Serializer()).blobStore(store).keyTemplate(EXCLUSIVE);
    }

    private static KeyContext item(String id) {
        return KeyContext.builder()
                .table("articles")
                .partitionKey(KeyPart.number(new BigDecimal(id)))
                .attribute("body")
                .build();
    }

    /** Swallows what it is given and yields zeros without end. */
    private static final class CountingCompressor implements Compressor {

        private long yielded;

        @Override
        public String id() {
            return "bomb";
        }

        @Override
        public OutputStream compress(OutputStream out) {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream decompress(InputStream in) {
            return new InputStream() {
                @Override
                public int read() {
                    yielded++;
                    return 0;
                }

                @Override
                public int read(byte[] target, int offset, int count) {
                    yielded += count;
                    return count;
                }
            };
        }
    }
}
