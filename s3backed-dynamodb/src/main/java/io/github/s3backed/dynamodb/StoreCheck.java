package io.github.s3backed.dynamodb;

import io.github.s3backed.core.BlobStoreProbe;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.Finding;
import io.github.s3backed.core.spi.Finding.Severity;
import io.github.s3backed.core.spi.StoreUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds out whether a store can do what the registered tables need of it. */
final class StoreCheck {

    private final BlobStore store;
    private final StoreRegistry registry;
    private final StoreUse use;

    StoreCheck(BlobStore store, StoreRegistry registry, StoreUse use) {
        this.store = store;
        this.registry = registry;
        this.use = use;
    }

    /** A stage that does not fail. */
    CompletionStage<List<Finding>> run() {
        return probe().thenCombine(policy(), (findings, policy) -> {
            List<Finding> all = new ArrayList<>(findings);
            policy.map(problem -> finding(problem)).ifPresent(all::add);
            return all;
        });
    }

    private CompletionStage<List<Finding>> probe() {
        try {
            return BlobStoreProbe.check(store, use)
                    .exceptionally(failure -> List.of(uncheckable(Failures.unwrap(failure))));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(List.of(uncheckable(e)));
        }
    }

    private CompletionStage<Optional<String>> policy() {
        return use.writes() ? registry.policyProblem() : CompletableFuture.completedFuture(Optional.empty());
    }

    private Finding uncheckable(Throwable failure) {
        return finding("The check of the store failed, though checks should not: " + failure);
    }

    private Finding finding(String message) {
        return new Finding(Severity.ERROR, store.location().toString(), message);
    }
}
