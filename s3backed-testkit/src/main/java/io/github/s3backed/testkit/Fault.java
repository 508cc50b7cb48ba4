package io.github.s3backed.testkit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * What becomes of one request between SDK and server, below the SDK's retries: one attempt of a call, that is. {@link HttpFaults}
 * makes clients to which it happens.
 *
 * <p>Where a fault says that the server does what it was asked, the server has done so, and has answered, before the client sees
 * the fault. Immutable, but for what happens to a {@link Gate} that a fault holds.
 */
public sealed interface Fault {

    /** Nothing unusual. */
    record Pass() implements Fault {}

    /** The connection breaks before the server has seen the request. */
    record BreakBefore() implements Fault {}

    /** The server does what it was asked, and the connection breaks before its answer arrives. */
    record LoseAnswer() implements Fault {}

    /**
     * The client waits for an answer until its patience is at an end, which is at once here.
     *
     * @param done whether the server has done what it was asked, or has not seen the request
     */
    record TimeOut(boolean done) implements Fault {}

    /**
     * The client gives up waiting at once, and the server sees the request when the gate is open.
     *
     * @param delivered completes when the server has answered, or fails
     */
    record Late(Gate gate, CompletableFuture<Void> delivered) implements Fault {}

    /** The server never sees the request; this is its answer. */
    record Answer(int status, String contentType, String body) implements Fault {}

    /** The server never sees the request, and seems to have too many: 503 {@code SlowDown} of S3, 400 of DynamoDB. */
    record Throttle() implements Fault {}

    /**
     * The server never sees the request, and seems to have failed, in the form of S3 or DynamoDB.
     *
     * @param status from 500 on
     */
    record ServerError(int status) implements Fault {}

    /** The server does what it was asked, and what arrives is another answer than its own. */
    record Instead(Answer answer) implements Fault {}

    /**
     * One bit of the answer's body arrives wrong. Nothing happens to a body that ends before.
     *
     * @param position of the byte, from 0 on
     */
    record FlipBit(long position) implements Fault {}

    /**
     * The connection breaks when this much of the answer's body has arrived. Nothing happens to a body that ends before.
     *
     * @param position how many bytes arrive
     */
    record BreakBody(long position) implements Fault {}

    /** The answer arrives without one of its headers. */
    record DropHeader(String name) implements Fault {}

    /** The server sees the request only when the gate is open, and never if it is broken off, aborted or cancelled before. */
    record HoldRequest(Gate gate) implements Fault {}

    /** The server does what it was asked, and its answer arrives only when the gate is open. */
    record HoldAnswer(Gate gate) implements Fault {}

    /** The server sees the request this much later. */
    record DelayRequest(Duration by) implements Fault {}

    /** The server does what it was asked, and its answer arrives this much later. */
    record DelayAnswer(Duration by) implements Fault {}

    /** Nothing unusual. */
    static Fault pass() {
        return new Pass();
    }

    /** A request that waits before it is sent. */
    static Fault holdRequest(Gate gate) {
        return new HoldRequest(gate);
    }

    /** A request that is done, and whose answer waits. */
    static Fault holdAnswer(Gate gate) {
        return new HoldAnswer(gate);
    }

    /** An error as S3 answers it; the server never sees the request. */
    static Fault s3Error(int status, String code) {
        String body = "<Error><Code>" + code + "</Code><Message>injected</Message></Error>";
        return new Answer(status, "application/xml", body);
    }

    /**
     * An error as DynamoDB answers it; the server never sees the request.
     *
     * @param type such as {@code ConditionalCheckFailedException}
     */
    static Fault dynamoDbError(int status, String type) {
        String body = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + type + "\",\"message\":\"injected\"}";
        return new Answer(status, "application/x-amz-json-1.0", body);
    }
}
