package io.github.s3backed.sweeper;

import io.github.s3backed.test.servers.ServersElsewhere;
import io.github.s3backed.testkit.HttpFaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Callers of both clients, a sweeper, and processes that are killed, all at once on the same tables. */
final class Soak {

    private static final int CALLBACK_THREADS = 2;
    private static final Duration BETWEEN_SWEEPS = Duration.ofMillis(200);

    final SoakTally tally = new SoakTally();
    final List<SoakOwned> owned = new CopyOnWriteArrayList<>();
    private final ServersElsewhere servers;
    private final Path folder;
    private final long seed;
    private final List<SoakPlace> places;
    private final HttpFaults onS3;
    private final HttpFaults onDynamoDb;
    private final HttpFaults onSweeper;
    private final List<Thread> threads = new ArrayList<>();
    private final List<CompletableFuture<Void>> lanes = new ArrayList<>();
    private volatile boolean over;

    /** With everything that goes wrong. */
    Soak(ServersElsewhere servers, Path folder, long seed) {
        this(
                servers,
                folder,
                seed,
                SoakPlace.all(),
                SoakFaults.of(seed + 1, 1),
                SoakFaults.of(seed + 2, 1),
                SoakFaults.of(seed + 3, 0.2));
    }

    Soak(
            ServersElsewhere servers,
            Path folder,
            long seed,
            List<SoakPlace> places,
            HttpFaults onS3,
            HttpFaults onDynamoDb,
            HttpFaults onSweeper) {
        this.servers = servers;
        this.folder = folder;
        this.seed = seed;
        this.places = places;
        this.onS3 = onS3;
        this.onDynamoDb = onDynamoDb;
        this.onSweeper = onSweeper;
    }

    /**
     * Runs for some time, and ends everything that it began.
     *
     * @param callers half of them on each client, a third of them reading only
     * @param grace of the sweeper
     * @param enough ends it early
     */
    void run(Duration time, int callers, Duration grace, boolean kills, BooleanSupplier enough) throws Exception {
        over = false;
        ExecutorService callbacks = Executors.newFixedThreadPool(CALLBACK_THREADS);
        try (SoakClients clients = new SoakClients(servers, onS3, onDynamoDb, places)) {
            Map<SoakPlace, SoakDoor> blocking = clients.blocking();
            Map<SoakPlace, SoakDoor> async = clients.async();
            for (int i = 0; i < callers / 2; i++) {
                SoakLane one = lane("blocking", i, blocking);
                start("soak-" + i, () -> repeat(one));
                repeat(lane("async", i, async), callbacks);
            }
            places.forEach(place -> start("sweeps-" + place, () -> sweep(place, grace)));
            if (kills) {
                // While one of them starts, the other works.
                List.of("tick", "tock").forEach(name -> start("kills-" + name, () -> kill(name)));
            }
            await(time, enough);
            end();
        } finally {
            callbacks.shutdown();
            callbacks.awaitTermination(1, TimeUnit.MINUTES);
        }
        onS3.injected().forEach((fault, count) -> tally.count("injected into S3: " + fault, count));
        onDynamoDb.injected().forEach((fault, count) -> tally.count("injected into DynamoDB: " + fault, count));
        onSweeper.injected().forEach((fault, count) -> tally.count("injected into the sweeper: " + fault, count));
    }

    private SoakLane lane(String client, int number, Map<SoakPlace, SoakDoor> doors) {
        String name = client + "-" + number + "-" + seed; // So that no other soak has its items.
        SoakOwned own = new SoakOwned(line -> {});
        owned.add(own);
        return new SoakLane(name, number % 3 != 2, seed + name.hashCode(), doors, tally, own);
    }

    private void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setUncaughtExceptionHandler((dead, failure) -> tally.violation(name + " died: " + failure, failure));
        threads.add(thread);
        thread.start();
    }

    private void repeat(SoakLane lane) {
        while (!over) {
            lane.step().toCompletableFuture().join();
        }
    }

    private void repeat(SoakLane lane, ExecutorService callbacks) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        lanes.add(end);
        callbacks.execute(() -> next(lane, callbacks, end));
    }

    private void next(SoakLane lane, ExecutorService callbacks, CompletableFuture<Void> end) {
        if (over) {
            end.complete(null);
        } else {
            lane.step()
                    .whenCompleteAsync(
                            (done, failure) -> {
                                if (failure != null) {
                                    tally.violation("a caller died: " + failure, failure);
                                }
                                next(lane, callbacks, end);
                            },
                            callbacks);
        }
    }

    private void sweep(SoakPlace place, Duration grace) {
        try (SoakSweeps sweeps = new SoakSweeps(servers, place, onSweeper, grace, folder, tally)) {
            while (!over) {
                sweeps.once();
                Thread.sleep(BETWEEN_SWEEPS.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void kill(String name) {
        SoakKills kills = new SoakKills(servers, name, seed + name.hashCode(), tally);
        while (!over) {
            kills.once();
        }
        owned.add(kills.owned());
    }

    private static void await(Duration time, BooleanSupplier enough) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end && !enough.getAsBoolean()) {
            Thread.sleep(100);
        }
    }

    private void end() throws Exception {
        over = true;
        for (Thread thread : threads) {
            thread.join(TimeUnit.MINUTES.toMillis(2));
            if (thread.isAlive()) {
                tally.violation(thread.getName() + " does not end: " + List.of(thread.getStackTrace()));
            }
        }
        for (CompletableFuture<Void> lane : lanes) {
            lane.get(2, TimeUnit.MINUTES);
        }
        threads.clear();
        lanes.clear();
    }
}
