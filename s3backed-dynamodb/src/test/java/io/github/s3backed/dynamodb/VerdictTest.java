package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** What a failed attempt proves. */
class VerdictTest {

    private static final String REFUSED = "ConditionalCheckFailedException";

    private static DynamoDbException failure(int status, @Nullable String code, @Nullable Integer attempts) {
        DynamoDbException.Builder failure = DynamoDbException.builder();
        failure.statusCode(status).numAttempts(attempts).message("injected");
        if (code != null) {
            failure.awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build());
        }
        return (DynamoDbException) failure.build();
    }

    private static Verdict of(Throwable failure) {
        return Verdict.of(failure, Verdict.REJECTIONS);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 499})
    void aRefusalByDynamoDbOfTheOnlyAttemptProvesThatNothingWasWritten(int status) {
        assertThat(of(failure(status, REFUSED, 1))).isEqualTo(Verdict.REJECTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 200, 399, 500, 503})
    void anAnswerOfAnotherKindProvesNothing(int status) {
        assertThat(of(failure(status, REFUSED, 1))).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void aRefusalOfOneOfManyAttemptsProvesNothing() {
        assertThat(of(failure(400, REFUSED, 2))).isEqualTo(Verdict.UNKNOWN);
        assertThat(of(failure(400, REFUSED, 0))).isEqualTo(Verdict.UNKNOWN);
        assertThat(of(failure(400, REFUSED, null))).isEqualTo(Verdict.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TransactionInProgressException",
                "IdempotentParameterMismatchException",
                "InternalServerError",
                "SomethingThatALaterDynamoDbSays",
                ""
            })
    void aCodeThatIsNotListedProvesNothing(String code) {
        assertThat(of(failure(400, code, 1))).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void whatDynamoDbDidNotSayProvesNothing() {
        assertThat(of(failure(400, null, 1))).isEqualTo(Verdict.UNKNOWN);
        assertThat(of(SdkClientException.create("no answer"))).isEqualTo(Verdict.UNKNOWN);
        assertThat(of(new IOException("broken"))).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void whatRefusesOneItemOfABatchProvesNothingOfTheOthers() {
        for (String code :
                List.of("ThrottlingException", REFUSED, "RequestLimitExceeded", "TransactionConflictException")) {
            assertThat(Verdict.of(failure(400, code, 1), Verdict.REJECTIONS_OF_BATCHES))
                    .as(code)
                    .isEqualTo(Verdict.UNKNOWN);
        }
        assertThat(Verdict.of(failure(400, "ValidationException", 1), Verdict.REJECTIONS_OF_BATCHES))
                .isEqualTo(Verdict.REJECTED);
    }
}
