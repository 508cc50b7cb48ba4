package io.github.s3backed.simulator;

import io.github.s3backed.core.BlobStoreException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/** What clients see of requests that did not go well. */
final class Refusals {

    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;

    private Refusals() {}

    static RuntimeException brokenConnection(Kind kind) {
        RuntimeException broken = SdkClientException.create("simulated", new IOException("connection reset"));
        return kind.isOfDynamoDb() ? broken : new BlobStoreException("simulated", broken);
    }

    static RuntimeException throttled(Kind kind) {
        return kind == Kind.DESCRIBE_TABLE
                ? refused(DynamoDbException.builder(), "ThrottlingException", CLIENT_ERROR)
                : refused(
                        ProvisionedThroughputExceededException.builder(),
                        "ProvisionedThroughputExceededException",
                        CLIENT_ERROR);
    }

    static RuntimeException internalError() {
        return refused(InternalServerErrorException.builder(), "InternalServerError", SERVER_ERROR);
    }

    static RuntimeException expiredSignature(Kind kind) {
        RuntimeException expired = refused(DynamoDbException.builder(), "InvalidSignatureException", CLIENT_ERROR);
        return kind.isOfDynamoDb() ? expired : new BlobStoreException("simulated", expired);
    }

    static RuntimeException inProgress() {
        return refused(TransactionInProgressException.builder(), "TransactionInProgressException", CLIENT_ERROR);
    }

    static RuntimeException conditionFailed(@Nullable Map<String, AttributeValue> image) {
        return refused(
                ConditionalCheckFailedException.builder().item(image), "ConditionalCheckFailedException", CLIENT_ERROR);
    }

    static RuntimeException cancelled(List<CancellationReason> reasons) {
        return refused(
                TransactionCanceledException.builder().cancellationReasons(reasons),
                "TransactionCanceledException",
                CLIENT_ERROR);
    }

    static RuntimeException invalid(String code) {
        return refused(DynamoDbException.builder(), code, CLIENT_ERROR);
    }

    private static RuntimeException refused(DynamoDbException.Builder exception, String code, int status) {
        exception
                .message("simulated")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("simulated")
                        .serviceName("DynamoDb")
                        .build())
                .statusCode(status)
                .numAttempts(1);
        return (RuntimeException) exception.build();
    }
}
