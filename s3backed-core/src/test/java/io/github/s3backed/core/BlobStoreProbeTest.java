package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobReader;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.CheckableBlobStore;
import io.github.s3backed.core.spi.Finding;
import io.github.s3backed.core.spi.Finding.Severity;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import io.github.s3backed.core.spi.StoreUse;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class BlobStoreProbeTest {

    private static final StoreUse ALL = new StoreUse("probe", true, true, false);
    private static final StoreUse NO_DELETES = new StoreUse("probe", true, false, false);
    private static final StoreUse READING = new StoreUse("probe", false, false, false);

    private final MemoryBlobStore memory = MemoryBlobStore.create("x");

    @Test
    void findsNothingWrongWithAStoreThatWorksAndLeavesNothingInIt() {
        assertThat(probe(memory, ALL)).isEmpty();
        assertThat(memory.keys()).isEmpty();
    }

    @Test
    void usesOneObjectAgainWhereItIsNotToDelete() {
        assertThat(probe(memory, NO_DELETES)).isEmpty();
        assertThat(probe(memory, NO_DELETES)).isEmpty();
        assertThat(memory.keys()).containsExactly("probe");
    }

    @Test
    void namesAStoreThatIgnoresConditions() {
        BlobStore store = new Broken() {
            @Override
            public CompletionStage<PutResult> put(
                    String key, BlobContent content, BlobMetadata metadata, PutMode mode) {
                return memory.put(key, content, metadata, PutMode.OVERWRITE);
            }
        };
        assertError(store, ALL, "If-None-Match");
    }

    @Test
    void namesAStoreThatChangesBytes() {
        BlobStore store = new Broken() {
            @Override
            public <R> CompletionStage<R> get(String key, BlobReader<R> reader) {
                return memory.get(key, (info, body) -> reader.read(info, new ByteArrayInputStream(new byte[9])));
            }
        };
        assertError(store, ALL, "other bytes");
    }

    @Test
    void namesAStoreThatForgets() {
        BlobStore store = new Broken() {
            @Override
            public CompletionStage<Optional<BlobInfo>> head(String key) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
        };
        assertError(store, ALL, "not there right after it was stored");
    }

    @Test
    void anExceptionIsAFindingToo() {
        BlobStore store = new Broken() {
            @Override
            public CompletionStage<Void> delete(String key) {
                throw new IllegalStateException("closed");
            }
        };
        assertError(store, ALL, "closed");
    }

    @Test
    void namesAStoreThatCannotBeRead() {
        BlobStore store = new Broken() {
            @Override
            public <R> CompletionStage<R> get(String key, BlobReader<R> reader) {
                return CompletableFuture.failedFuture(new BlobStoreException("denied", null));
            }
        };
        assertError(store, READING, "denied");
    }

    @Test
    void asksAStoreThatKnowsMoreOfItself() {
        Finding finding = new Finding(Severity.INFO, "mem://x", "It keeps versions.");
        class Knowing extends Broken implements CheckableBlobStore {
            @Override
            public CompletionStage<List<Finding>> check(StoreUse use) {
                return CompletableFuture.completedFuture(List.of(finding));
            }
        }

        assertThat(BlobStoreProbe.check(new Knowing(), ALL)
                        .toCompletableFuture()
                        .join())
                .containsExactly(finding);
    }

    private static List<Finding> probe(BlobStore store, StoreUse use) {
        return BlobStoreProbe.check(store, use).toCompletableFuture().join();
    }

    private static void assertError(BlobStore store, StoreUse use, String message) {
        assertThat(probe(store, use)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.subject()).isEqualTo("mem://x");
            assertThat(finding.message()).contains(message);
        });
    }

    /** A store that works but for what a test makes of it. */
    private class Broken implements BlobStore {

        @Override
        public BlobLocation location() {
            return memory.location();
        }

        @Override
        public CompletionStage<PutResult> put(String key, BlobContent content, BlobMetadata metadata, PutMode mode) {
            return memory.put(key, content, metadata, mode);
        }

        @Override
        public <R> CompletionStage<R> get(String key, BlobReader<R> reader) {
            return memory.get(key, reader);
        }

        @Override
        public CompletionStage<Optional<BlobInfo>> head(String key) {
            return memory.head(key);
        }

        @Override
        public CompletionStage<Void> delete(String key) {
            return memory.delete(key);
        }
    }
}
