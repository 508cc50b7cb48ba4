package io.github.s3backed.store.s3;

import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** What became of the body of a response. */
sealed interface ReceivedBody {

    /** All of it is in memory: nobody who reads it waits. */
    record Complete(ResponseInputStream<GetObjectResponse> stream) implements ReceivedBody {}

    /** Reading it waits for the network. */
    record Arriving(ResponseInputStream<GetObjectResponse> stream) implements ReceivedBody {}

    /** Not all of it came, or not what was sent. */
    record Broken(Throwable failure) implements ReceivedBody {}
}
