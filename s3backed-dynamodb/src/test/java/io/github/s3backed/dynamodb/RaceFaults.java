package io.github.s3backed.dynamodb;

import io.github.s3backed.test.servers.Passage;
import io.github.s3backed.testkit.Fault;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Random faults on the requests of one racing client, and a record of what became of each attempt of its writes. */
final class RaceFaults {

    /** The header by which a write's attempts are known. */
    static final String WRITE = "x-race-write";

    private static final Set<String> WRITES =
            Set.of("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems");

    private final Random random;
    private final AtomicLong clock;
    private final Map<String, Collection<RaceWrite>> writes = new ConcurrentHashMap<>();
    private final Map<SdkHttpRequest, Fault> decided = Collections.synchronizedMap(new IdentityHashMap<>());

    private volatile boolean calm;

    RaceFaults(long seed, AtomicLong clock) {
        this.random = new Random(seed);
        this.clock = clock;
    }

    /** Follows a request, which writes to one or two items, from now on. */
    void follow(String header, Collection<RaceWrite> request) {
        writes.put(header, request);
    }

    void forget(String header) {
        writes.remove(header);
    }

    /** No more faults. */
    void calm() {
        calm = true;
    }

    private synchronized int dice(int sides) {
        return random.nextInt(sides);
    }

    /** Decides at the gate what the fault behind it is to be, so that both belong to one attempt. */
    Passage dynamoDbPassage(SdkHttpRequest request) {
        Collection<RaceWrite> followed = WRITES.contains(Shelf.operation(request))
                ? request.firstMatchingHeader(WRITE).map(writes::get).orElse(List.of())
                : List.of();
        Fault fault = !calm && dice(100) < 12 ? dynamoDbFault() : Fault.pass();
        boolean late = !calm && !followed.isEmpty() && dice(100) < 3;
        decided.put(request, late ? Fault.pass() : fault);
        boolean reached = fault instanceof Fault.Pass || fault instanceof Fault.LoseAnswer;
        long now = clock.incrementAndGet();
        for (RaceWrite write : followed) {
            write.attempt(now, late, reached);
            write.ambiguous |= late || isAmbiguous(fault);
        }
        return late ? Passage.late(soon()) : Passage.free();
    }

    /** Whether the client cannot know what came of it. */
    private static boolean isAmbiguous(Fault fault) {
        return !(fault instanceof Fault.Pass) && !(fault instanceof Fault.Answer answer && answer.status() < 500);
    }

    private CompletableFuture<Void> soon() {
        return CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(dice(15), TimeUnit.MILLISECONDS));
    }

    private Fault dynamoDbFault() {
        return switch (dice(5)) {
            case 0 -> new Fault.BreakBefore();
            case 1, 2 -> new Fault.LoseAnswer();
            case 3 -> Fault.dynamoDbError(500, "InternalServerError");
            default -> Fault.dynamoDbError(400, "ProvisionedThroughputExceededException");
        };
    }

    Fault dynamoDbFault(SdkHttpRequest request) {
        Fault fault = decided.remove(request);
        return fault == null ? Fault.pass() : fault;
    }

    Fault s3Fault() {
        if (calm || dice(100) >= 8) {
            return Fault.pass();
        }
        return switch (dice(5)) {
            case 0 -> new Fault.BreakBefore();
            case 1 -> new Fault.LoseAnswer();
            case 2 -> Fault.s3Error(500, "InternalError");
            case 3 -> Fault.s3Error(503, "SlowDown");
            default -> Fault.s3Error(403, "AccessDenied"); // Not tried again.
        };
    }
}
