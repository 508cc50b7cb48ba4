package io.github.s3backed.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * A plan that is made of rules. Each rule counts the requests that it is about, and the first one whose turn it is says what
 * becomes of a request; if none does, it passes.
 *
 * <p>Rules with a probability draw from a seed: whether the 17th request of a rule is hit depends on the seed, the rule's place
 * and that number alone, and not on time or threads. With one thread a run can therefore be repeated exactly.
 *
 * <p>An object of its own for each {@link HttpFaults}, since it counts. Safe for use by many threads.
 */
public final class FaultRules implements HttpFaults.Plan {

    private final List<Rule> rules;

    private FaultRules(List<Rule> rules) {
        this.rules = rules;
    }

    /** A builder without rules. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public synchronized Fault faultFor(SdkHttpRequest request, int number) {
        Fault fault = null;
        for (Rule rule : rules) {
            // Every rule counts, so that one does not shift another's turns.
            if (rule.isHit(request) && fault == null) {
                fault = rule.fault;
            }
        }
        return fault == null ? Fault.pass() : fault;
    }

    /** Collects rules. Not thread-safe. */
    public static final class Builder {

        private final List<Rule> rules = new ArrayList<>();
        private long seed;

        private Builder() {}

        /** For the rules with a probability that are added after this; 0 otherwise. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * The first requests of {@code about}.
         *
         * @param count how many of them
         */
        public Builder first(long count, Predicate<SdkHttpRequest> about, Fault fault) {
            return add(about, number -> number <= count, fault);
        }

        /**
         * One request of {@code about}.
         *
         * @param turn which one, from 1
         */
        public Builder nth(long turn, Predicate<SdkHttpRequest> about, Fault fault) {
            requirePositive(turn);
            return add(about, number -> number == turn, fault);
        }

        /**
         * Requests of {@code about} at regular intervals.
         *
         * @param interval 3 for the third, the sixth, and so on
         */
        public Builder everyNth(long interval, Predicate<SdkHttpRequest> about, Fault fault) {
            requirePositive(interval);
            return add(about, number -> number % interval == 0, fault);
        }

        /**
         * Requests of {@code about} by chance.
         *
         * @param probability from 0 to 1, of each
         */
        public Builder sometimes(double probability, Predicate<SdkHttpRequest> about, Fault fault) {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("A probability is from 0 to 1, but was: " + probability);
            }
            SplittableRandom seeds = new SplittableRandom(seed + rules.size());
            long own = seeds.nextLong();
            return add(about, number -> new SplittableRandom(own + number).nextDouble() < probability, fault);
        }

        private static void requirePositive(long number) {
            if (number < 1) {
                throw new IllegalArgumentException("Requests count from 1, but this was: " + number);
            }
        }

        private Builder add(Predicate<SdkHttpRequest> about, LongPredicate turns, Fault fault) {
            rules.add(new Rule(Objects.requireNonNull(about, "about"), turns, Objects.requireNonNull(fault, "fault")));
            return this;
        }

        /** A plan that has counted nothing yet. May be called again, for further plans. */
        public FaultRules build() {
            return new FaultRules(rules.stream().map(Rule::fresh).toList());
        }
    }

    /** One rule, and how many requests it has seen. */
    private static final class Rule {

        private final Predicate<SdkHttpRequest> about;
        private final LongPredicate turns;
        private final Fault fault;
        private long seen;

        Rule(Predicate<SdkHttpRequest> about, LongPredicate turns, Fault fault) {
            this.about = about;
            this.turns = turns;
            this.fault = fault;
        }

        Rule fresh() {
            return new Rule(about, turns, fault);
        }

        boolean isHit(SdkHttpRequest request) {
            return about.test(request) && turns.test(++seen);
        }
    }
}
