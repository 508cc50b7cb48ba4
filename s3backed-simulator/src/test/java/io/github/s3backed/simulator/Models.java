package io.github.s3backed.simulator;

import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.SimulatedWorld;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The models of S3 and DynamoDB with one caller, whose requests meet what somebody else decides on. Used by one thread. */
public final class Models {

    private static final int ATTEMPTS = 3;

    private final Simulation simulation = Simulation.bare();
    private final Actor caller = new Actor(0, "caller");

    /**
     * A request that something is about to become of.
     *
     * @param kind such as {@code PutItem} or {@code PutObject}
     * @param about a key, of a request to S3
     * @param sent whether it is on its way; else its answer is, or nobody waits for it
     * @param abandoned whether nobody waits for it
     * @param possible what may become of it
     * @param usual what does if nothing is out of the ordinary
     */
    public record Request(String kind, String about, boolean sent, boolean abandoned, Set<Fate> possible, Fate usual) {}

    /** Decides. */
    public interface Fates {
        /** One of those that are possible; or null after something was done to the caller, to be asked again. */
        @Nullable
        Fate of(Request request);
    }

    /** A plain client, which tries three times. */
    public DynamoDbAsyncClient dynamoDb() {
        return new SimulatedDynamoDb(simulation, caller, simulation.table(), ATTEMPTS);
    }

    /** The store. */
    public BlobStore store() {
        return new SimulatedBlobStore(simulation, caller, simulation.bucket());
    }

    /** Settings in whose world no time passes but what these models let pass. */
    public S3BackedDynamoDb.Builder settings() {
        return SimulatedWorld.settings(
                simulation::now,
                simulation::nextWriteId,
                delay -> new Pause(simulation, caller, simulation.now() + delay.toNanos()).begin());
    }

    /** Whether requests are answered before their calls return, and nothing goes wrong. So it is at first. */
    public void quiet(boolean quiet) {
        simulation.wake(!quiet);
    }

    /** Runs until nothing is under way any more. */
    public void run(Fates fates) {
        while (!simulation.tasks().isEmpty()) {
            Task task = simulation.tasks().get(0);
            Fate fate = task instanceof Exchange<?> exchange ? fates.of(request(exchange)) : Fate.ARRIVES;
            if (fate != null) {
                simulation.step(task, task instanceof Exchange<?> exchange ? indexOf(exchange, fate) : 0);
            }
        }
    }

    private static Request request(Exchange<?> exchange) {
        Fate[] fates = exchange.fates();
        return new Request(
                exchange.kind().text,
                exchange.detail(),
                fates[0] == Fate.ARRIVES,
                fates[0] == Fate.ARRIVES_LATE,
                Set.of(fates),
                fates[0]);
    }

    private static int indexOf(Exchange<?> exchange, Fate fate) {
        int index = Arrays.asList(exchange.fates()).indexOf(fate);
        if (index < 0) {
            throw new IllegalArgumentException(fate + " cannot become of " + exchange);
        }
        return index;
    }

    /** An item as DynamoDB holds it; empty if it is not there. */
    public Map<String, AttributeValue> item(String id) {
        return simulation.table().item(id);
    }

    /** Writes an item as it is to be held. */
    public void write(String id, Map<String, AttributeValue> item) {
        simulation.writeRaw(id, item, false);
    }

    /** The URIs of all objects but the store's own. */
    public Set<String> objects() {
        Set<String> all = new TreeSet<>();
        simulation.bucket().list().forEach(version -> {
            if (!version.marker() && !version.key().startsWith(SimulatedBlobStore.REGISTRY)) {
                all.add(SimulatedBlobStore.LOCATION + "/" + version.key());
            }
        });
        return all;
    }
}
