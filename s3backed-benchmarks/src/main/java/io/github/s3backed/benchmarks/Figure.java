package io.github.s3backed.benchmarks;

/**
 * What was found beside what was hoped for.
 *
 * @param goal its number
 * @param figure what was measured, in words
 * @param limit what the value may be
 * @param atMost whether the limit is an upper one
 */
record Figure(int goal, String figure, double value, double limit, boolean atMost) {

    static Figure atMost(int goal, String figure, double value, double limit) {
        return new Figure(goal, figure, value, limit, true);
    }

    static Figure atLeast(int goal, String figure, double value, double limit) {
        return new Figure(goal, figure, value, limit, false);
    }

    boolean met() {
        return atMost ? value <= limit : value >= limit;
    }
}
