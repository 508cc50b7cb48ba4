package io.github.s3backed.simulator;

import static io.github.s3backed.simulator.Fate.*;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What can become of requests of a kind. The first of each is the ordinary.
 *
 * @param hasEffects whether it makes a difference that it arrives when nobody waits for it any more
 */
record Paths(boolean hasEffects, Fate[] onTheWay, Fate[] onTheWayBack, Fate[] refusedOnTheWayBack, Fate[] late) {

    private static final Fate[] LATE = {ARRIVES_LATE, VANISHES};
    private static final Fate[] BACK = {ANSWERED, ANSWER_LOST};
    private static final Fate[] READ_BACK = {ANSWERED};

    static final Paths WRITE = writing(ARRIVES, LOST, GIVEN_UP, THROTTLED, REFUSED, FAILS);
    static final Paths TRANSACTION = writing(ARRIVES, LOST, GIVEN_UP, THROTTLED, REFUSED, FAILS, IN_PROGRESS);
    static final Paths BATCH = writing(ARRIVES, LOST, GIVEN_UP, THROTTLED, REFUSED, FAILS, PARTLY, PARTLY_DONE);
    static final Paths READ = reading(ARRIVES, LOST, THROTTLED, REFUSED, FAILS);
    static final Paths STALE_READ = reading(ARRIVES, LOST, THROTTLED, REFUSED, FAILS, STALE);
    static final Paths BATCH_READ = reading(ARRIVES, LOST, THROTTLED, REFUSED, FAILS, PARTLY);
    static final Paths OBJECT_READ = reading(ARRIVES, LOST);
    static final Paths OBJECT_WRITE = new Paths(
            true, new Fate[] {ARRIVES, LOST, GIVEN_UP}, new Fate[] {ANSWERED, ANSWER_LOST, SENT_AGAIN}, BACK, LATE);
    static final Paths OBJECT_BATCH = new Paths(
            true,
            new Fate[] {ARRIVES, LOST, GIVEN_UP, PARTLY},
            new Fate[] {ANSWERED, ANSWER_LOST, SENT_AGAIN},
            BACK,
            LATE);

    /** What can become of requests of a kind, at one time or another. */
    static Set<Fate> of(Kind kind) {
        Paths paths = switch (kind) {
            case PUT_ITEM, UPDATE_ITEM, DELETE_ITEM -> WRITE;
            case BATCH_WRITE_ITEM -> BATCH;
            case TRANSACT_WRITE_ITEMS -> TRANSACTION;
            case GET_ITEM -> STALE_READ;
            case BATCH_GET_ITEM -> BATCH_READ;
            case QUERY, SCAN, SCAN_SEGMENT, TRANSACT_GET_ITEMS, DESCRIBE_TABLE -> READ;
            case PUT_OBJECT, PUT_NEW_OBJECT, COPY_OBJECT, DELETE_OBJECT -> OBJECT_WRITE;
            case DELETE_OBJECTS, DELETE_VERSIONS -> OBJECT_BATCH;
            case GET_OBJECT, HEAD_OBJECT, LIST_OBJECTS, LIST_VERSIONS, GET_VERSIONING -> OBJECT_READ;
        };
        Set<Fate> all = EnumSet.noneOf(Fate.class);
        all.addAll(List.of(paths.onTheWay));
        all.addAll(List.of(paths.onTheWayBack));
        if (paths.hasEffects) {
            all.addAll(List.of(paths.late));
        }
        return all;
    }

    private static Paths writing(Fate... onTheWay) {
        return new Paths(true, onTheWay, new Fate[] {ANSWERED, ANSWER_LOST, FAILS_DONE}, BACK, LATE);
    }

    private static Paths reading(Fate... onTheWay) {
        return new Paths(false, onTheWay, READ_BACK, READ_BACK, LATE);
    }
}
