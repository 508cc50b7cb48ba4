package io.github.s3backed.sweeper;

import io.github.s3backed.test.servers.JavaChild;
import io.github.s3backed.test.servers.ServersElsewhere;
import java.io.IOException;
import java.util.SplittableRandom;

/** Processes that write, one after the other, each killed after some of its writes. */
final class SoakKills {

    private static final int MOST_LINES = 60;

    private final ServersElsewhere servers;
    private final SplittableRandom random;
    private final SoakTally tally;
    private final SoakOwned owned = new SoakOwned(line -> {});
    private int generation;

    SoakKills(ServersElsewhere servers, long seed, SoakTally tally) {
        this.servers = servers;
        this.random = new SplittableRandom(seed);
        this.tally = tally;
    }

    /** Starts one, and kills it in the midst of what it does. */
    void once() {
        try (JavaChild child = SoakChild.start(servers, random.nextLong() >>> 1, generation++)) {
            int lines = random.nextInt(MOST_LINES);
            String line = child.readLine();
            while (line != null && lines-- > 0) {
                hear(line);
                line = child.readLine();
            }
            child.kill();
            tally.count("kills");
            while (line != null) {
                String next = child.readLine();
                if (next != null || line.split(" ").length == 5) {
                    hear(line); // The last line may be half of one.
                }
                line = next;
            }
        } catch (IOException e) {
            tally.violation("child: " + e, e);
        }
    }

    private void hear(String line) {
        if (!owned.follow(line)) {
            tally.violation("child: " + line);
        } else if (line.startsWith("DONE")) {
            tally.count("writes that killed processes knew to be done");
        }
    }

    SoakOwned owned() {
        return owned;
    }
}
