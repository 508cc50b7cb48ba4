package io.github.s3backed.sweeper;

import io.github.s3backed.test.servers.JavaChild;
import io.github.s3backed.test.servers.ServersElsewhere;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A process with a few writers that is killed while they write. It says what they try, and what they know to be done. */
final class SoakChild {

    static final String VIOLATION = "VIOLATION ";

    private static final int WRITERS = 4;

    private SoakChild() {}

    /** @param name that no other process has had */
    static JavaChild start(ServersElsewhere servers, long seed, String name) throws IOException {
        return JavaChild.start(
                List.of(
                        "-Xmx128m",
                        "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file")),
                SoakChild.class,
                List.of(servers.address(), "" + seed, name));
    }

    public static void main(String[] args) throws Exception {
        long seed = Long.parseLong(args[1]);
        try (ServersElsewhere servers = ServersElsewhere.at(args[0]);
                SoakClients clients =
                        new SoakClients(servers, SoakFaults.of(seed, 1), SoakFaults.of(seed + 1, 1), SoakPlace.all())) {
            Map<SoakPlace, SoakDoor> doors = clients.blocking();
            Thread[] threads = new Thread[WRITERS];
            for (int i = 0; i < WRITERS; i++) {
                SoakTally tally = new SoakTally();
                String name = args[2] + "-" + i;
                SoakLane lane = new SoakLane(name, true, seed + i, doors, tally, new SoakOwned(SoakChild::say));
                threads[i] = new Thread(() -> work(lane, tally), name);
                threads[i].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void work(SoakLane lane, SoakTally tally) {
        while (tally.violations().isEmpty()) {
            lane.step().toCompletableFuture().join();
        }
        tally.violations().forEach(violation -> say(VIOLATION + violation.replace("\n", " | ")));
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
