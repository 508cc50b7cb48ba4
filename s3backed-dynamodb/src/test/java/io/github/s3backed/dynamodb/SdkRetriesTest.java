package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;

/** The loop asks the strategy that the client was given. */
class SdkRetriesTest {

    private static final Throwable FAILURE = InternalServerErrorException.builder()
            .statusCode(500)
            .message("injected")
            .build();
    private static final BackoffStrategy MINUTE = BackoffStrategy.fixedDelayWithoutJitter(Duration.ofMinutes(1));

    private static Retries of(UnaryOperator<ClientOverrideConfiguration.Builder> settings) {
        try (DynamoDbClient client = DynamoDbClient.builder()
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .overrideConfiguration(
                        settings.apply(ClientOverrideConfiguration.builder()).build())
                .build()) {
            return new SdkRetries(client.serviceClientConfiguration());
        }
    }

    private static int attempts(Retries.Retry retry) {
        int attempts = 1;
        while (attempts < 20 && retry.after(FAILURE).isPresent()) {
            attempts++;
        }
        return attempts;
    }

    private static Retries strategy(int attempts) {
        return of(client -> client.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(attempts)
                .backoffStrategy(MINUTE)
                .build()));
    }

    @Test
    void triesAsOftenAsTheStrategySaysAndWaitsForAsLong() {
        Retries.Retry retry = strategy(4).begin();

        assertThat(retry.initialDelay()).isZero();
        assertThat(retry.after(FAILURE)).contains(Duration.ofMinutes(1));
        assertThat(attempts(retry)).isEqualTo(3);
    }

    @Test
    @SuppressWarnings("deprecation") // The older way of saying how often to try is still in use.
    void triesAsOftenAsAnOlderPolicySays() {
        assertThat(attempts(of(client -> client.retryPolicy(
                                RetryPolicy.builder().numRetries(4).build()))
                        .begin()))
                .isEqualTo(5);
        assertThat(attempts(of(client -> client.retryPolicy(RetryPolicy.none())).begin()))
                .isEqualTo(1);
    }

    @Test
    void doesNotTryAgainWhatIsNotWorthIt() {
        assertThat(strategy(4).begin().after(new IllegalArgumentException("no")))
                .isEqualTo(Optional.empty());
        assertThat(strategy(4).begin().after(SdkClientException.create("no"))).isEmpty();
    }

    @Test
    void givesBackToTheBudgetOfTheStrategyWhatASuccessHasNotUsed() {
        Retries retries = strategy(2);
        for (int i = 0; i < 1000; i++) {
            Retries.Retry retry = retries.begin();
            assertThat(retry.after(FAILURE)).as("write %s", i).isPresent();
            retry.succeeded();
        }
    }
}
