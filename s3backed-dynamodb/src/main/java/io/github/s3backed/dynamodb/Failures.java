package io.github.s3backed.dynamodb;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What failures are about. */
final class Failures {

    private Failures() {}

    /** The failure itself, out of the wrappers that futures put around it. */
    static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }
}
