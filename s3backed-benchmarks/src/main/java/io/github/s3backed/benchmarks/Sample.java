package io.github.s3backed.benchmarks;

/**
 * What one lane took in one round, per operation.
 *
 * @param p50Nanos the median of the operations' wall times; of those that run side by side, the wall time divided by their number
 * @param cpuNanos of the client's threads
 * @param allocatedBytes by the client's threads
 */
record Sample(double p50Nanos, double cpuNanos, double allocatedBytes) {}
