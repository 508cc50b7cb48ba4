package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.test.servers.AwsBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Blocking and asynchronous clients race on items while requests to DynamoDB and S3 fail at random, are done without an
 * answer, or arrive late. {@code s3backed.race.rounds} says how many rounds there are, and {@code s3backed.race.seed} brings
 * back the writes and faults of a run, though not its interleaving.
 */
@Tag("race")
class RaceTest {

    private static final int ROUNDS = Integer.getInteger("s3backed.race.rounds", 2000);
    private static final int ROUNDS_ON_ONE_TRACK = 500;
    private static final int LANES = 4;

    private static AwsBackend aws;
    private static ExecutorService threads;

    @BeforeAll
    static void open() {
        aws = AwsBackend.embedded();
        aws.bucket();
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void close() {
        threads.shutdownNow();
        aws.close();
    }

    @Test
    @Timeout(value = 6, unit = TimeUnit.HOURS)
    void noItemEverLacksItsObjectAndEveryHistoryHasAnOrder() throws Exception {
        long seed = Long.getLong("s3backed.race.seed", System.nanoTime());
        System.out.println("Races: " + ROUNDS + " rounds, -Ds3backed.race.seed=" + seed);
        Random seeds = new Random(seed);
        RaceTally tally = new RaceTally();
        for (int left = ROUNDS; left > 0; left -= ROUNDS_ON_ONE_TRACK) {
            try (Racetrack track = new Racetrack(aws, seeds.nextLong())) {
                new Meeting(track, seeds.nextLong(), tally).run(Math.min(left, ROUNDS_ON_ONE_TRACK));
            }
        }
        System.out.println("Races: " + tally);
        tally.assertThatSomethingHappened();
    }

    /** Races on one track, several at once on items of their own. */
    private static final class Meeting {

        private final Racetrack track;
        private final Random seeds;
        private final RaceTally tally;
        private final Map<String, Boolean> items = new ConcurrentHashMap<>();

        Meeting(Racetrack track, long seed, RaceTally tally) {
            this.track = track;
            this.seeds = new Random(seed);
            this.tally = tally;
        }

        void run(int rounds) throws Exception {
            AtomicInteger left = new AtomicInteger(rounds);
            List<Callable<Void>> lanes = new ArrayList<>();
            for (int lane = 0; lane < LANES; lane++) {
                Random random = new Random(seeds.nextLong());
                String name = "lane" + lane;
                lanes.add(() -> {
                    for (int number = 0; left.get() > 0; number++) {
                        Race race = new Race(track, random, name + "race" + number, threads, tally);
                        race.run(left);
                        items.putAll(race.doubtful());
                    }
                    return null;
                });
            }
            for (Future<Void> lane : threads.invokeAll(lanes)) {
                lane.get();
            }
            track.settle();
            assertThatOnlyDoubtLeavesObjects();
        }

        /** Sweeps as the sweeper will: everything is old enough, and nobody writes any more. */
        private void assertThatOnlyDoubtLeavesObjects() {
            Map<String, String> references = track.references();
            TreeSet<String> leftOver = track.objects();
            assertThat(leftOver).as("objects that items refer to").containsAll(references.values());
            leftOver.removeAll(references.values());
            tally.leftOver.addAndGet(leftOver.size());
            tally.plainItems.addAndGet(
                    (int) items.values().stream().filter(doubtful -> !doubtful).count());

            assertThat(unexplained(leftOver))
                    .as("objects left over without a reason")
                    .isEmpty();

            leftOver.forEach(track::remove);
            assertThat(track.objects()).isEqualTo(new TreeSet<>(references.values()));
            items.keySet().forEach(id -> Race.read(track.judge.client, track.table, id));
        }

        private Set<String> unexplained(Set<String> leftOver) {
            Set<String> unexplained = new TreeSet<>(leftOver);
            items.forEach((id, doubtful) -> {
                if (doubtful) {
                    unexplained.removeIf(uri -> track.belongsTo(uri, id));
                }
            });
            track.events.forEach(event -> {
                if (event instanceof S3BackedEvent.OutcomeUnknown unknown) {
                    unknown.kept().forEach(kept -> unexplained.remove(kept.toString()));
                } else if (event instanceof S3BackedEvent.CleanUpFailed failed) {
                    failed.left().forEach(left -> unexplained.remove(left.toString()));
                }
            });
            return unexplained;
        }
    }
}
