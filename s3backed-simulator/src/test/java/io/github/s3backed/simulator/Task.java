package io.github.s3backed.simulator;

/** Something that can happen next. */
interface Task {

    /** Whose it is. */
    Actor actor();

    /** How many ways it can happen in; the first is the ordinary one. */
    int ways();

    /** Does it. */
    void happen(int way);

    /** The actor has crashed: whether this can happen all the same. */
    boolean outlivesCrash();

    /** Compared with others, how often it should happen. */
    int weight();

    /** A number that tells it from others. */
    long identity();
}
