package io.github.s3backed.sweeper;

import io.github.s3backed.test.servers.JavaChild;
import io.github.s3backed.test.servers.ServersElsewhere;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Processes that write, one after the other, each killed after some of its writes. */
final class SoakKills {

    /** From its first word on. */
    private static final int LONGEST_LIFE_MILLIS = 4000;

    private final ServersElsewhere servers;
    private final SplittableRandom random;
    private final SoakTally tally;
    private final SoakOwned owned = new SoakOwned(line -> {});
    private final String name;
    private int generation;

    /** @param name of its processes, so that each writes to items of its own */
    SoakKills(ServersElsewhere servers, String name, long seed, SoakTally tally) {
        this.servers = servers;
        this.name = name;
        this.random = new SplittableRandom(seed);
        this.tally = tally;
    }

    /** Starts one, and kills it in the midst of what it does. */
    void once() {
        try (JavaChild child = SoakChild.start(servers, random.nextLong() >>> 1, name + generation++)) {
            String line = child.readLine();
            long soon = random.nextLong(LONGEST_LIFE_MILLIS);
            CompletableFuture.delayedExecutor(soon, TimeUnit.MILLISECONDS).execute(child::kill);
            while (line != null) {
                String next = child.readLine();
                if (next != null || line.endsWith(SoakOwned.END)) {
                    hear(line);
                } // Otherwise it was killed before it had said all of it.
                line = next;
            }
            tally.count("kills");
        } catch (IOException e) {
            tally.violation("child: " + e, e);
        }
    }

    private void hear(String line) {
        if (!owned.follow(line)) {
            tally.violation("child: " + line);
        } else if (line.startsWith(SoakOwned.DONE)) {
            tally.count("writes that killed processes knew to be done");
        }
    }

    SoakOwned owned() {
        return owned;
    }
}
