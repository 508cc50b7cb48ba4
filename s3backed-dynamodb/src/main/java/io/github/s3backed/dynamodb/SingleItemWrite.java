package io.github.s3backed.dynamodb;

import io.github.s3backed.core.Reference;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** What writes of one item have in common. */
abstract class SingleItemWrite<R> implements Write<R> {

    final Context context;
    final TablePlan table;
    final Map<String, AttributeValue> key;
    private final Images images;
    private volatile boolean releases;

    SingleItemWrite(Context context, TablePlan table, Map<String, AttributeValue> key) {
        this.context = context;
        this.table = table;
        this.key = table.keyOf(key);
        this.images = new Images(context);
    }

    /** What the caller asked to be returned; null for nothing. */
    abstract @Nullable ReturnValue returnValues();

    /** What the caller asked to be returned with a failed condition; null for nothing. */
    abstract @Nullable ReturnValuesOnConditionCheckFailure onConditionCheckFailure();

    /** Whether what is replaced may be removed at once; known when {@link #observe} has ended. */
    final boolean releases() {
        return releases;
    }

    @Override
    public final String table() {
        return table.name();
    }

    @Override
    public final CompletionStage<Duration> enterStores() {
        return context.enterStores(uploads(), Map.of(table.name(), table));
    }

    @Override
    public final CompletionStage<List<Held>> observe() {
        return new Observer(context).mayRelease(table).thenCompose(may -> {
            releases = may;
            return may ? observeReleasable() : CompletableFuture.completedFuture(List.of());
        });
    }

    /** As {@link #observe}, where what is seen may be removed. */
    CompletionStage<List<Held>> observeReleasable() {
        return CompletableFuture.completedFuture(List.of());
    }

    /**
     * The answer with the image that the caller asked for, and without one that it did not.
     *
     * @param known payloads that need not be fetched, by their references
     * @param rebuilt gives the answer an image, or null for none
     */
    final CompletionStage<R> presentImage(
            Map<String, AttributeValue> image,
            Map<String, AttributeValue> known,
            Function<@Nullable Map<String, AttributeValue>, R> rebuilt) {
        return Images.wantsNone(returnValues()) || image.isEmpty()
                ? CompletableFuture.completedFuture(rebuilt.apply(null))
                : images.present(table, image, key, known).thenApply(rebuilt);
    }

    @Override
    public final CompletionStage<? extends Throwable> present(Throwable failure, Attempt attempt) {
        return images.present(failure, table, key, Images.wantsImage(onConditionCheckFailure()));
    }

    @Override
    public final boolean showsOwnWrite(Throwable failure, Collection<Reference> earlier) {
        return Images.showsOwnWrite(failure, table, key, earlier);
    }
}
