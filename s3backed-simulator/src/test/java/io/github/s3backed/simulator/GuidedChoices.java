package io.github.s3backed.simulator;

import io.github.s3backed.simulator.Choices.Steps;

/**
 * Lets the same events happen as in a schedule before, in a scenario that may be a simpler one. An event that is not possible
 * there is left out, and after the last of them nothing is out of the ordinary.
 */
final class GuidedChoices extends Choices {

    private final int[] scenario;
    private final Steps steps;
    private int nextOfScenario;
    private int next;
    private int way;

    GuidedChoices(int[] scenario, Steps steps) {
        this.scenario = scenario;
        this.steps = steps;
    }

    @Override
    int pick(int n) {
        return scenario[nextOfScenario++];
    }

    @Override
    int pickEvent(int n, long[] events, int[] weights) {
        while (next < steps.events().length) {
            int found = find(steps.events()[next], events, n);
            way = steps.ways()[next++];
            if (found >= 0) {
                return found;
            }
        }
        way = 0;
        return 0;
    }

    private static int find(long event, long[] events, int n) {
        for (int i = 0; i < n; i++) {
            if (events[i] == event) {
                return i;
            }
        }
        return -1;
    }

    @Override
    int pickWayWithin(long event, int n) {
        if (next < steps.events().length && steps.events()[next] == event) {
            return steps.ways()[next++];
        }
        return 0;
    }

    @Override
    int pickWay(int n) {
        return Math.min(way, n - 1);
    }
}
