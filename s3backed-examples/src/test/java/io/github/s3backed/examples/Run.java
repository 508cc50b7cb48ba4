package io.github.s3backed.examples;

import io.github.s3backed.core.spi.BlobStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** The quickstart, run within this process, and what it said. */
record Run(int code, String out, String err) {

    static Run of(Object... args) {
        return faulty(UnaryOperator.identity(), args);
    }

    static Run faulty(UnaryOperator<BlobStore> faults, Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Quickstart.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Progress.none(),
                faults,
                Arrays.stream(args).map(Object::toString).toArray(String[]::new));
        return new Run(code, out.toString(), err.toString());
    }
}
