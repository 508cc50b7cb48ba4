package io.github.s3backed.dynamodb;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What clients have seen of one item, and whether there is an order of what they did that explains it: one that begins
 * nothing before its invocation and nothing after its response (Wing and Gong, "Testing and Verifying Concurrent Objects",
 * 1993). The item is a register that holds a value, or nothing.
 *
 * <p>A write is sent in attempts. Each that the server got has its effect once, at some time between its start and its end,
 * except one that is late: it may have it at any time after its start, or never.
 */
final class RegisterHistory {

    static final long NEVER = Long.MAX_VALUE;

    private final List<Write> writes = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    /** What a write does to the item. */
    enum Kind {
        PUT,
        PUT_IF_ABSENT,
        PUT_IF_SAME,
        PUT_ONCE,
        KEEP_OR_PUT,
        DELETE,
        DELETE_IF_SAME;

        boolean allows(@Nullable String state, @Nullable String expected) {
            return switch (this) {
                case PUT_IF_ABSENT -> state == null;
                case PUT_IF_SAME, DELETE_IF_SAME -> state != null && state.equals(expected);
                default -> true;
            };
        }

        @Nullable
        String apply(@Nullable String state, @Nullable String value) {
            return switch (this) {
                case DELETE, DELETE_IF_SAME -> null;
                case KEEP_OR_PUT -> state == null ? value : state;
                default -> value;
            };
        }
    }

    /** What the writer was told. */
    enum Result {
        DONE,
        REFUSED,
        UNKNOWN
    }

    /** One write, of which the attempts follow. */
    final class Write {

        private final int number = writes.size();
        private final Kind kind;
        private final @Nullable String value;
        private final @Nullable String expected;
        private final Result result;

        private Write(Kind kind, @Nullable String value, @Nullable String expected, Result result) {
            this.kind = kind;
            this.value = value;
            this.expected = expected;
            this.result = result;
        }

        /** An attempt that the server got and had done by its end. */
        Write attempt(long start, long end) {
            steps.add(new Step(this, null, start, end, false));
            return this;
        }

        /** An attempt that the server got at some time after its start, or never. */
        Write lateAttempt(long start) {
            steps.add(new Step(this, null, start, NEVER, true));
            return this;
        }
    }

    private record Step(@Nullable Write write, @Nullable String read, long start, long end, boolean optional) {}

    /** Adds a write. */
    Write write(Kind kind, @Nullable String value, @Nullable String expected, Result result) {
        Write write = new Write(kind, value, expected, result);
        writes.add(write);
        return write;
    }

    /** Adds a read that has seen {@code value}, or that there is no item. */
    void read(@Nullable String value, long start, long end) {
        steps.add(new Step(null, value, start, end, false));
    }

    int size() {
        return steps.size();
    }

    /** Whether there is such an order, for an item that was not there in the beginning. */
    boolean isLinearizable() {
        if (steps.size() > Long.SIZE || writes.size() > Long.SIZE) {
            throw new IllegalStateException("A history of " + steps.size() + " steps is too long.");
        }
        return new Search().from(0, null, 0);
    }

    /** Tries the steps in every order that their times allow, and no state twice. */
    private final class Search {

        private final Set<State> seen = new HashSet<>();

        /**
         * Searches on.
         *
         * @param taken the steps taken so far, a bit each
         * @param done the writes that have had an effect, a bit each
         */
        boolean from(long taken, @Nullable String value, long done) {
            if (!seen.add(new State(taken, value, done))) {
                return false;
            }
            if (isEnd(taken) && writes.stream().allMatch(write -> isExplained(write, done))) {
                return true;
            }
            long firstEnd = firstEnd(taken);
            for (int i = 0; i < steps.size(); i++) {
                Step step = steps.get(i);
                if ((taken & 1L << i) == 0 && step.start() < firstEnd && take(step, taken | 1L << i, value, done)) {
                    return true;
                }
            }
            return false;
        }

        private boolean take(Step step, long taken, @Nullable String value, long done) {
            Write write = step.write();
            if (write == null) {
                return Objects.equals(step.read(), value) && from(taken, value, done);
            }
            boolean again = write.kind == Kind.PUT_ONCE && (done & 1L << write.number) != 0;
            if (again || !write.kind.allows(value, write.expected)) {
                return from(taken, value, done);
            }
            return write.result != Result.REFUSED
                    && from(taken, write.kind.apply(value, write.value), done | 1L << write.number);
        }

        private boolean isEnd(long taken) {
            for (int i = 0; i < steps.size(); i++) {
                if ((taken & 1L << i) == 0 && !steps.get(i).optional()) {
                    return false;
                }
            }
            return true;
        }

        private static boolean isExplained(Write write, long done) {
            return write.result != Result.DONE || (done & 1L << write.number) != 0;
        }

        /** What begins after this must wait for what ends then. */
        private long firstEnd(long taken) {
            long first = NEVER;
            for (int i = 0; i < steps.size(); i++) {
                if ((taken & 1L << i) == 0) {
                    first = Math.min(first, steps.get(i).end());
                }
            }
            return first;
        }
    }

    private record State(long taken, @Nullable String value, long done) {}

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        steps.stream().sorted((a, b) -> Long.compare(a.start(), b.start())).forEach(step -> {
            Write write = step.write();
            text.append(step.start())
                    .append("..")
                    .append(step.end() == NEVER ? "" : step.end())
                    .append(' ');
            text.append(
                    write == null
                            ? "read " + step.read()
                            : "#" + write.number + " " + write.kind + " " + write.value
                                    + (write.expected == null ? "" : " if " + write.expected) + " " + write.result);
            text.append('\n');
        });
        return text.toString();
    }
}
