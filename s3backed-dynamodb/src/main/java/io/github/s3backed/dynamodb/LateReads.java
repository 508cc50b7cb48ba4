package io.github.s3backed.dynamodb;

import io.github.s3backed.core.BlobNotFoundException;
import io.github.s3backed.core.LateRead;
import io.github.s3backed.core.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads of one attribute of one item that happen when its holder asks for the value. */
final class LateReads implements LateRead {

    private final TablePlan table;
    private final String attribute;
    private final Map<String, AttributeValue> key;
    private final Reference reference;
    private final Observer observer;
    private final Events events;

    LateReads(
            TablePlan table,
            String attribute,
            Map<String, AttributeValue> key,
            Reference reference,
            Observer observer,
            Events events) {
        this.table = table;
        this.attribute = attribute;
        this.key = key;
        this.reference = reference;
        this.observer = observer;
        this.events = events;
    }

    @Override
    public CompletionStage<? extends Throwable> explain(BlobNotFoundException missing) {
        return Stages.then(
                Stages.begin(() -> observer.references(table, key, List.of(attribute))),
                (held, failure) -> CompletableFuture.completedFuture(
                        failure == null ? explained(held, missing) : unexplained(missing, failure)));
    }

    private Throwable explained(List<Held> now, BlobNotFoundException missing) {
        Optional<Held> dangling =
                now.stream().filter(held -> held.reference().equals(reference)).findFirst();
        return dangling.isPresent()
                ? new DanglingReferenceException(dangling.get(), missing)
                : new OutdatedPayloadException(table.name(), attribute, reference, missing);
    }

    private static Throwable unexplained(BlobNotFoundException missing, Throwable failure) {
        missing.addSuppressed(failure);
        return missing;
    }

    @Override
    public void fetched(Reference fetched, Duration took) {
        events.emit(new S3BackedEvent.Fetched(table.name(), attribute, fetched, took));
    }
}
