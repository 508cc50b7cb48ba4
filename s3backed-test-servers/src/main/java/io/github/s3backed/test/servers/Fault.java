package io.github.s3backed.test.servers;

/** What becomes of one request between SDK and server, below the SDK's retries. */
public sealed interface Fault {

    /** Nothing unusual. */
    record Pass() implements Fault {}

    /** The connection breaks before the server has seen the request. */
    record BreakBefore() implements Fault {}

    /** The server does what it was asked, and the connection breaks before its answer arrives. */
    record LoseAnswer() implements Fault {}

    /** The server never sees the request; this is its answer. */
    record Answer(int status, String contentType, String body) implements Fault {}

    /** One bit of the answer's body arrives wrong. */
    record FlipBit(long position) implements Fault {}

    /** The connection breaks when this much of the answer's body has arrived. */
    record BreakBody(long position) implements Fault {}

    /** The answer arrives without one of its headers. */
    record DropHeader(String name) implements Fault {}

    /** Nothing unusual. */
    static Fault pass() {
        return new Pass();
    }

    /** An error as S3 answers it. */
    static Fault s3Error(int status, String code) {
        String body = "<Error><Code>" + code + "</Code><Message>injected</Message></Error>";
        return new Answer(status, "application/xml", body);
    }

    /** An error as DynamoDB answers it. */
    static Fault dynamoDbError(int status, String type) {
        String body = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + type + "\",\"message\":\"injected\"}";
        return new Answer(status, "application/x-amz-json-1.0", body);
    }
}
