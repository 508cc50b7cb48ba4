package io.github.s3backed.streams;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a record is from.
 *
 * @param table its name
 * @param tableArn null where the consumer did not say
 * @param region null where the record did not say
 */
record StreamSource(
        String table, @Nullable String tableArn, @Nullable String region) {

    /** {@code arn:aws:dynamodb:region:account:table/name/stream/label}; the partition and the label may be any. */
    private static final Pattern ARN =
            Pattern.compile("(?<table>arn:[^:/]+:dynamodb:(?<region>[^:/]+):[^:/]*:table/(?<name>[^:/]+))/stream/.+");

    /** The source that the ARN of a stream names; empty if it names none. */
    static Optional<StreamSource> of(@Nullable String streamArn) {
        Matcher arn = ARN.matcher(streamArn == null ? "" : streamArn);
        return arn.matches()
                ? Optional.of(new StreamSource(arn.group("name"), arn.group("table"), arn.group("region")))
                : Optional.empty();
    }
}
