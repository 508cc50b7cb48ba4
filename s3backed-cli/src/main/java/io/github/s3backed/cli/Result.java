package io.github.s3backed.cli;

import java.util.List;

/**
 * What a command has to say when it is done.
 *
 * @param document the same as JSON
 * @param lines for people
 */
record Result(int exitCode, Object document, List<String> lines) {

    Result {
        lines = List.copyOf(lines);
    }
}
