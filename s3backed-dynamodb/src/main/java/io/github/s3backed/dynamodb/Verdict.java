package io.github.s3backed.dynamodb;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What a failed attempt proves of its effect. */
enum Verdict {
    /** DynamoDB has not done it, and will not. */
    REJECTED,
    /** DynamoDB may have done it, or may do so yet. */
    UNKNOWN;

    /**
     * The errors that prove that nothing was written (Amazon DynamoDB Developer Guide, "Error handling with DynamoDB").
     * Not among them: TransactionInProgressException and IdempotentParameterMismatchException, after which an earlier
     * request with the same token has been, or is being, done.
     */
    static final Set<String> REJECTIONS = Set.of(
            "ConditionalCheckFailedException",
            "ValidationException",
            "ValidationError",
            "ResourceNotFoundException",
            "ItemCollectionSizeLimitExceededException",
            "TransactionCanceledException",
            "TransactionConflictException",
            "ProvisionedThroughputExceededException",
            "RequestLimitExceeded",
            "ThrottlingException",
            "ThrottlingError",
            "LimitExceededException",
            "AccessDeniedException",
            "UnrecognizedClientException",
            "IncompleteSignatureException",
            "InvalidSignatureException",
            "MissingAuthenticationTokenException",
            "ExpiredTokenException",
            "SerializationException");

    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;

    /**
     * Those that refuse a batch as a whole (Amazon DynamoDB API Reference, "BatchWriteItem"). Any other may be about one of
     * its items, when others have been written.
     */
    static final Set<String> REJECTIONS_OF_BATCHES = Set.of(
            "ValidationException",
            "ResourceNotFoundException",
            "ProvisionedThroughputExceededException",
            "AccessDeniedException",
            "UnrecognizedClientException",
            "IncompleteSignatureException",
            "InvalidSignatureException",
            "MissingAuthenticationTokenException",
            "ExpiredTokenException",
            "SerializationException");

    /**
     * Judges an attempt that was sent once at the most, as far as the client knows.
     *
     * @param rejections the codes of errors that prove that it did nothing
     */
    static Verdict of(Throwable failure, Set<String> rejections) {
        if (!(failure instanceof AwsServiceException refused) || refused.awsErrorDetails() == null) {
            return UNKNOWN;
        }
        // Anything between here and DynamoDB may answer a 4xx of its own, which says nothing: the code must be
        // DynamoDB's.
        boolean clientError = refused.statusCode() >= CLIENT_ERROR && refused.statusCode() < SERVER_ERROR;
        boolean onlyAttempt = Integer.valueOf(1).equals(refused.numAttempts());
        return clientError
                        && onlyAttempt
                        && rejections.contains(refused.awsErrorDetails().errorCode())
                ? REJECTED
                : UNKNOWN;
    }
}
