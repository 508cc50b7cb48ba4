package io.github.s3backed.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on a terminal. */
final class ProgressBars implements Progress {

    private static final int DEFAULT_WIDTH = 100;
    private static final int MILLIS = 100;

    private final ProgressBar bar;

    ProgressBars(String task) {
        this.bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(MILLIS)
                // A width of our own: asking the terminal for it loads native code.
                .setConsumer(new ConsoleProgressBarConsumer(
                        System.err, Integer.getInteger("s3backed.columns", DEFAULT_WIDTH) - 1))
                .hideEta()
                .build();
    }

    @Override
    public void show(long done, long total, String detail) {
        bar.maxHint(total);
        bar.stepTo(done);
        bar.setExtraMessage(" " + detail);
    }

    @Override
    public void close() {
        bar.close();
    }
}
