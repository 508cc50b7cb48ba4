package io.github.s3backed.store.s3;

import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** What became of the body of a response. */
sealed interface ReceivedBody {

    /** Complete in memory, or arriving. */
    record Readable(ResponseInputStream<GetObjectResponse> stream) implements ReceivedBody {}

    /** Not all of it came, or not what was sent. */
    record Broken(Throwable failure) implements ReceivedBody {}
}
