package io.github.s3backed.examples;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers and names as people read them. */
final class Text {

    private static final String ELLIPSIS = "...";
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB"};

    private Text() {}

    static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** What is left of it. */
    static String ratio(long stored, long size) {
        return size == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * stored / size);
    }

    static String time(Duration time) {
        long millis = time.toMillis();
        return millis < 10_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** Its beginning and its end, if it is longer than that. */
    static String shorten(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = (length - ELLIPSIS.length()) * 2 / 3;
        int begin = length - ELLIPSIS.length() - end;
        return text.substring(0, begin) + ELLIPSIS + text.substring(text.length() - end);
    }

    /** Its beginning, if it is longer than that. */
    static String truncate(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - ELLIPSIS.length()) + ELLIPSIS;
    }

    static String join(Collection<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
