package io.github.s3backed.simulator;

/** Choices that were made before; once they are used up, nothing is out of the ordinary. */
final class GivenChoices extends Choices {

    private final int[] given;
    private int next;

    GivenChoices(int... given) {
        this.given = given;
    }

    @Override
    int pick(int n) {
        return next < given.length ? Math.floorMod(given[next++], n) : 0;
    }
}
