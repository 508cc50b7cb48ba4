package io.github.s3backed.dynamodb;

import io.github.s3backed.dynamodb.MatrixCalls.Call;

/**
 * What a row must come to, written down from the rules and not from the code: an attempt whose end nobody knows is never
 * undone, what proves that nothing was written is, a clean-up never fails a write, and what is committed is said to be.
 *
 * @param outcome what the caller sees, as {@link MatrixOutcome#named} names it; one of those between bars
 * @param state what the items hold in the end
 * @param leftovers which objects may be there that no item refers to
 */
record MatrixExpectation(String outcome, State state, Leftovers leftovers) {

    static MatrixExpectation of(Door door, MatrixKind kind, Call call, MatrixFault fault) {
        return kind.isRead() ? read(door, call, fault) : write(door, kind, call, fault);
    }

    private static MatrixExpectation read(Door door, Call call, MatrixFault fault) {
        boolean object = call.role() == MatrixCalls.Role.GET;
        String outcome = switch (fault) {
            case LOST_ONCE, RESET_ONCE, THROTTLED_ONCE -> "SUCCESS";
            case CANCELLED_UNSEEN, CANCELLED_DONE -> door == Door.ASYNC ? "CANCELLED" : "READ_FAILED(AbortedException)";
            case REJECTED -> object ? UNREADABLE : "READ_FAILED(ValidationException)";
            case LOST_ALWAYS, TIMEOUT_UNSEEN, TIMEOUT_DONE -> object ? UNREADABLE : "READ_FAILED(SdkClientException)";
            case SERVER_ERROR -> object ? UNREADABLE : "READ_FAILED(InternalServerError)";
            case THROTTLED_ALWAYS -> object ? UNREADABLE : "READ_FAILED(ProvisionedThroughputExceededException)";
        };
        return new MatrixExpectation(outcome, State.OLD, Leftovers.NONE);
    }

    /** An error of this library, which names the object: of the store, or of a page that holds more than one item. */
    private static final String UNREADABLE = "READ_FAILED(S3BackedException)";

    private static MatrixExpectation write(Door door, MatrixKind kind, Call call, MatrixFault fault) {
        return switch (call.role()) {
            case PUT -> upload(door, fault);
            case MAIN -> request(door, kind, fault);
            case GET -> image(door, fault);
            case READ_BEFORE -> before(door, fault);
            case READ_AFTER, DELETE -> cleanUp(door, call, fault);
        };
    }

    /** Nothing is sent unless every object is there. */
    private static MatrixExpectation upload(Door door, MatrixFault fault) {
        return switch (fault) {
            case LOST_ONCE, RESET_ONCE, THROTTLED_ONCE -> SUCCESS;
            case REJECTED, LOST_ALWAYS, SERVER_ERROR, TIMEOUT_UNSEEN, TIMEOUT_DONE, THROTTLED_ALWAYS ->
                new MatrixExpectation("NOT_SENT(BlobStoreException)", State.OLD, Leftovers.NONE);
            case CANCELLED_UNSEEN, CANCELLED_DONE ->
                new MatrixExpectation(
                        door == Door.ASYNC ? "CANCELLED" : "NOT_SENT(AbortedException)", State.OLD, Leftovers.ANY);
        };
    }

    /** The only call that decides. */
    private static MatrixExpectation request(Door door, MatrixKind kind, MatrixFault fault) {
        return switch (fault) {
            case REJECTED -> new MatrixExpectation("REJECTED(" + proof(kind) + ")", State.OLD, Leftovers.NONE);
            case THROTTLED_ALWAYS ->
                new MatrixExpectation("REJECTED(ProvisionedThroughputExceededException)", State.OLD, Leftovers.NONE);
            case THROTTLED_ONCE -> SUCCESS;
            case RESET_ONCE -> new MatrixExpectation("SUCCESS", State.NEW, Leftovers.ANY);
            case LOST_ONCE ->
                new MatrixExpectation(
                        // Its repetition finds the item gone, and cannot tell who deleted it.
                        kind == MatrixKind.DELETE_CONDITIONAL ? "UNKNOWN" : "SUCCESS", State.NEW, Leftovers.ANY);
            case LOST_ALWAYS, TIMEOUT_DONE -> new MatrixExpectation("UNKNOWN", State.NEW, Leftovers.ALL_UPLOADED);
            case SERVER_ERROR, TIMEOUT_UNSEEN -> new MatrixExpectation("UNKNOWN", State.OLD, Leftovers.ALL_UPLOADED);
            case CANCELLED_UNSEEN ->
                new MatrixExpectation(door == Door.ASYNC ? "CANCELLED" : "UNKNOWN", State.OLD, Leftovers.ALL_UPLOADED);
            case CANCELLED_DONE ->
                new MatrixExpectation(door == Door.ASYNC ? "CANCELLED" : "UNKNOWN", State.NEW, Leftovers.ALL_UPLOADED);
        };
    }

    private static String proof(MatrixKind kind) {
        return switch (kind) {
            case PUT_CONDITIONAL, DELETE_CONDITIONAL -> "ConditionalCheckFailedException";
            case TRANSACT_WRITE -> "TransactionCanceledException";
            default -> "ValidationException";
        };
    }

    /** The write is done, and what it was asked to return cannot be had; then what it replaced is kept as well. */
    private static MatrixExpectation image(Door door, MatrixFault fault) {
        if (fault.passes()) {
            return SUCCESS;
        }
        return fault.isCancellation()
                ? committedAndCancelled(door, Leftovers.ANY)
                : new MatrixExpectation("COMMITTED_WITHOUT_ANSWER", State.NEW, Leftovers.ANY);
    }

    /** It is for the clean-up alone. */
    private static MatrixExpectation before(Door door, MatrixFault fault) {
        if (fault.isCancellation()) {
            // Nothing is sent before it has ended. A blocking caller need not know that, if the request stands in line.
            return new MatrixExpectation(
                    door == Door.ASYNC ? "CANCELLED" : "NOT_SENT(AbortedException)|UNKNOWN", State.OLD, Leftovers.ANY);
        }
        return fault.passes() ? SUCCESS : new MatrixExpectation("SUCCESS", State.NEW, Leftovers.ANY);
    }

    private static MatrixExpectation cleanUp(Door door, Call call, MatrixFault fault) {
        Leftovers leftovers = call.role() == MatrixCalls.Role.DELETE ? Leftovers.THE_FAULTY_ONE : Leftovers.ANY;
        if (fault.isCancellation()) {
            // A blocking caller whose own thread reads is done by then, and keeps its interrupt.
            return call.role() == MatrixCalls.Role.READ_AFTER && door == Door.BLOCKING
                    ? new MatrixExpectation("SUCCESS|COMMITTED_WITHOUT_ANSWER", State.NEW, leftovers)
                    : committedAndCancelled(door, leftovers);
        }
        return fault.passes() ? SUCCESS : new MatrixExpectation("SUCCESS", State.NEW, leftovers);
    }

    private static MatrixExpectation committedAndCancelled(Door door, Leftovers leftovers) {
        return new MatrixExpectation(
                door == Door.ASYNC ? "CANCELLED" : "COMMITTED_WITHOUT_ANSWER", State.NEW, leftovers);
    }

    static final MatrixExpectation SUCCESS = new MatrixExpectation("SUCCESS", State.NEW, Leftovers.NONE);

    /** What the items hold. */
    enum State {
        OLD,
        NEW
    }

    /** What may be left. */
    enum Leftovers {
        NONE,
        /** The object that the faulty call was about. */
        THE_FAULTY_ONE,
        ANY,
        /** Nobody knows what the items hold: no object that a request may have brought there, or found there, may be gone. */
        ALL_UPLOADED
    }

    @Override
    public String toString() {
        return outcome + " " + state + " " + leftovers;
    }
}
