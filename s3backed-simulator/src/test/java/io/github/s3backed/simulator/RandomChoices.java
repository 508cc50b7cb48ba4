package io.github.s3backed.simulator;

import java.util.SplittableRandom;

/**
 * Choices by a seed. Each seed has a temper of its own: how often something fails, and which actors are slow. Most bugs need
 * one actor to stand still while another goes all its way, which a fair coin hardly ever brings about.
 */
final class RandomChoices extends Choices {

    private static final int[] FAULTS_IN_THOUSAND = {0, 20, 60, 120, 250};
    private static final int[] EAGERNESS = {1, 1, 4, 16, 64};
    private static final int[] RESTLESSNESS = {1, 1, 4, 16};
    private static final int ACTORS = 32;

    private final SplittableRandom random;
    private final int[] scenario;
    private int nextOfScenario;
    private final int faultsInThousand;
    private final int restlessness;
    private final int[] eagerness = new int[ACTORS];

    /**
     * Choices.
     *
     * @param scenario the choices of a scenario that is not left to the seed
     */
    RandomChoices(long seed, int... scenario) {
        this.scenario = scenario;
        this.random = new SplittableRandom(seed);
        this.faultsInThousand = FAULTS_IN_THOUSAND[random.nextInt(FAULTS_IN_THOUSAND.length)];
        this.restlessness = RESTLESSNESS[random.nextInt(RESTLESSNESS.length)];
        for (int i = 0; i < ACTORS; i++) {
            eagerness[i] = EAGERNESS[random.nextInt(EAGERNESS.length)];
        }
    }

    @Override
    int eagerness(int actor) {
        return eagerness[actor % ACTORS];
    }

    @Override
    int restlessness() {
        return restlessness;
    }

    @Override
    int pick(int n) {
        return nextOfScenario < scenario.length ? scenario[nextOfScenario++] : random.nextInt(n);
    }

    @Override
    int pick(int n, int[] weights) {
        if (nextOfScenario < scenario.length) {
            return scenario[nextOfScenario++];
        }
        int sum = 0;
        for (int i = 0; i < n; i++) {
            sum += weights[i];
        }
        int left = random.nextInt(sum);
        int i = 0;
        while (left >= weights[i]) {
            left -= weights[i++];
        }
        return i;
    }

    @Override
    int pickWay(int n) {
        return random.nextInt(1000) < faultsInThousand ? 1 + random.nextInt(n - 1) : 0;
    }
}
