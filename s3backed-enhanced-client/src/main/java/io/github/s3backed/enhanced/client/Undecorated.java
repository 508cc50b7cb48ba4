package io.github.s3backed.enhanced.client;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What to say where a coordinated schema meets another client. */
final class Undecorated {

    private Undecorated() {}

    static IllegalStateException read(String place, AttributeValue.Type found) {
        return new IllegalStateException(place + " was read by a client that does not coordinate it: it came as type "
                + found + " and not as a payload. Read the item through the table of an S3BackedEnhancedClient or"
                + " S3BackedEnhancedAsyncClient, made with this schema.");
    }
}
