package io.github.s3backed.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 35d}, {@code 12h}, {@code 90s}, or as in ISO 8601. */
final class DurationConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String value) {
        try {
            return Duration.parse(value.startsWith("P") ? value : iso(value));
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'" + value + "' is no duration: give one such as 35d, 12h or PT90S");
        }
    }

    private static String iso(String value) {
        return value.endsWith("d") ? "P" + value : "PT" + value;
    }
}
