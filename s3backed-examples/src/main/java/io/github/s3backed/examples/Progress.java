package io.github.s3backed.examples;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar per task on a terminal; nothing where there is none. */
final class Progress {

    private static final int WIDTH = 78;
    private static final int MILLIS = 100;

    private final @Nullable PrintStream terminal;

    private Progress(@Nullable PrintStream terminal) {
        this.terminal = terminal;
    }

    static Progress none() {
        return new Progress(null);
    }

    static Progress on(PrintStream terminal) {
        return new Progress(terminal);
    }

    /** Makes something of each value, in order. */
    <T, R> List<R> each(String task, Collection<T> values, Function<T, R> step) {
        if (terminal == null) {
            return values.stream().map(step).toList();
        }
        try (ProgressBar bar = bar(task, values.size(), terminal)) {
            return values.stream()
                    .map(value -> {
                        R result = step.apply(value);
                        bar.step();
                        return result;
                    })
                    .collect(Collectors.toList());
        }
    }

    private static ProgressBar bar(String task, int steps, PrintStream terminal) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(MILLIS)
                // A width of our own: asking the terminal for it loads native code.
                .setConsumer(new ConsoleProgressBarConsumer(terminal, WIDTH))
                .hideEta()
                .clearDisplayOnFinish()
                .build();
    }
}
