package io.github.s3backed.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A search of seconds, always the same, for a build that changes the protocol's classes one by one (profile {@code mutation}). An ordinary
 * build has {@link SimulatorTest} and {@link ExhaustionTest}, so its name is none that is looked for.
 *
 * <p>Each search loads the simulator anew: what one has kept of a changed protocol must not reach the next.
 */
class ShortSearch {

    private static final long SCHEDULES = 300;

    static Stream<String> acts() {
        return Arrays.stream(Act.writes()).map(Act::name);
    }

    @ParameterizedTest
    @MethodSource("acts")
    void findsNothingNearTheOrdinarySchedulesOf(String act) throws Exception {
        assertThat(search("near", act)).isNull();
    }

    @Test
    void findsNothingAtRandom() throws Exception {
        assertThat(search("atRandom", "")).isNull();
    }

    private static @Nullable Object search(String method, String act) throws Exception {
        return new Anew()
                .loadClass(ShortSearch.class.getName() + "$Searches")
                .getMethod(method, String.class)
                .invoke(null, act);
    }

    /** Loaded anew, hence public. */
    public static final class Searches {

        private Searches() {}

        /** What a schedule has broken that differs in one choice from the ordinary one; null for nothing. */
        public static @Nullable String near(String act) {
            for (Scenario.Mode mode : List.of(Scenario.Mode.EXCLUSIVE, Scenario.Mode.MIXED)) {
                Exhaustion exhaustion = new Exhaustion(Simulation.World.USUAL, 1);
                exhaustion.search(Scenario.of(mode, Scenario.Beginning.YOUNG, Act.valueOf(act), Act.PUT, true), 1);
                if (exhaustion.failing() != null) {
                    return exhaustion.failing().violation();
                }
            }
            return null;
        }

        /** What one of some schedules has broken, always the same ones; null for nothing. */
        public static @Nullable String atRandom(String unused) {
            Explorer explorer = new Explorer(Simulation.World.USUAL, 1);
            explorer.explore(SCHEDULES, SCHEDULES);
            return explorer.failing() == null ? null : explorer.failing().violation();
        }
    }

    /** The simulator once more, over the same protocol. */
    private static final class Anew extends ClassLoader {

        Anew() {
            super(ShortSearch.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known != null
                        ? known
                        : name.startsWith(ShortSearch.class.getPackageName() + ".")
                                ? define(name)
                                : super.loadClass(name, resolve);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
