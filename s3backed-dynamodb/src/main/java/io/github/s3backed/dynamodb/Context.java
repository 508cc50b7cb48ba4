package io.github.s3backed.dynamodb;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;

/** What the translation of one request works with. */
record Context(DynamoDbCalls calls, TableDirectory directory, ItemReader reader, World world, CallTimeout timeout) {

    /** Makes stores know the tables that uploads will refer to; see {@link Write#enterStores}. */
    CompletionStage<Duration> enterStores(List<Upload> uploads, Map<String, TablePlan> tables) {
        Map<TablePlan, Set<StoreRegistry>> entries = new LinkedHashMap<>();
        uploads.forEach(
                upload -> entries.computeIfAbsent(tables.get(upload.attribute().table()), t -> new HashSet<>())
                        .add(upload.attribute().store()));
        CompletionStage<Duration> shortest = CompletableFuture.completedFuture(StorePolicy.DEFAULT.writeDeadline());
        boolean first = true;
        for (Map.Entry<TablePlan, Set<StoreRegistry>> entry : entries.entrySet()) {
            for (StoreRegistry store : entry.getValue()) {
                CompletionStage<Duration> deadline = directory
                        .facts(entry.getKey(), calls)
                        .thenCompose(facts ->
                                store.enter(facts, entry.getKey().table().logicalName()))
                        .thenApply(StorePolicy::writeDeadline);
                shortest = first ? deadline : shortest.thenCombine(deadline, Context::shorter);
                first = false;
            }
        }
        return shortest;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The settings of a request that is to be sent once, with those of the caller. */
    AwsRequestOverrideConfiguration once(DynamoDbRequest request) {
        AwsRequestOverrideConfiguration.Builder settings = request.overrideConfiguration()
                .map(AwsRequestOverrideConfiguration::toBuilder)
                .orElseGet(AwsRequestOverrideConfiguration::builder);
        timeout.apply(settings);
        return settings.addPlugin(SdkRetries.NEVER).build();
    }

    /** Runs a write through the protocol; cancelling the future cancels it. */
    <R> RunningWrite<R> run(Write<R> write) {
        return RunningWrite.start(new WriteRun<>(write, world));
    }
}
