package io.github.s3backed.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What each lane of a race took in each of its rounds. Of all figures the medians are told. */
record Results(Map<String, List<Sample>> samples) {

    /** In the order in which they were given. */
    Set<String> lanes() {
        return samples.keySet();
    }

    double p50Nanos(String lane) {
        return median(lane, Sample::p50Nanos);
    }

    double cpuNanos(String lane) {
        return median(lane, Sample::cpuNanos);
    }

    double allocatedBytes(String lane) {
        return median(lane, Sample::allocatedBytes);
    }

    /** The median of the ratios that the rounds have, each within itself. */
    double ratio(String lane, String floor, ToDoubleFunction<Sample> of) {
        return ratio(lane, List.of(floor), of);
    }

    /** As {@link #ratio(String, String, ToDoubleFunction)}, to the sum of lanes. */
    double ratio(String lane, List<String> floors, ToDoubleFunction<Sample> of) {
        List<Sample> ours = samples.get(lane);
        return median(IntStream.range(0, ours.size())
                .mapToDouble(i -> of.applyAsDouble(ours.get(i))
                        / floors.stream()
                                .mapToDouble(floor ->
                                        of.applyAsDouble(samples.get(floor).get(i)))
                                .sum())
                .toArray());
    }

    private double median(String lane, ToDoubleFunction<Sample> of) {
        return median(samples.get(lane).stream().mapToDouble(of).toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
