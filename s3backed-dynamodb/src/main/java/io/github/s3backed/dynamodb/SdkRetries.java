package io.github.s3backed.dynamodb;

import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.SdkServiceClientConfiguration;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/**
 * The client's own retry strategy, with its back-off and budget, asked by a loop of ours in place of the SDK's: each attempt
 * needs references of its own, which the SDK's would not give it.
 */
final class SdkRetries implements Retries {

    /** Keeps the SDK from sending a request more than once. What the caller has set stays. */
    static final SdkPlugin NEVER = client -> {
        client.overrideConfiguration(
                client.overrideConfiguration().copy(all -> all.retryStrategy(AwsRetryStrategy.doNotRetry())));
    };

    private static final String SCOPE = "s3backed";

    private final RetryStrategy strategy;

    @SuppressWarnings("deprecation") // The older way of saying how often to try is still in use.
    SdkRetries(SdkServiceClientConfiguration client) {
        this.strategy = client.overrideConfiguration()
                .retryPolicy()
                .map(older -> attempts(older.numRetries() + 1))
                .or(() -> client.overrideConfiguration().retryStrategy())
                .orElseGet(AwsRetryStrategy::standardRetryStrategy);
    }

    private static RetryStrategy attempts(int most) {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(most)
                .build();
    }

    @Override
    public Retry begin() {
        AcquireInitialTokenResponse first = strategy.acquireInitialToken(AcquireInitialTokenRequest.create(SCOPE));
        return new SdkRetry(strategy, first.token(), first.delay());
    }

    /** One write's use of the strategy. */
    private static final class SdkRetry implements Retry {

        private final RetryStrategy strategy;
        private final Duration initialDelay;
        private RetryToken token;

        SdkRetry(RetryStrategy strategy, RetryToken token, Duration initialDelay) {
            this.strategy = strategy;
            this.token = token;
            this.initialDelay = initialDelay;
        }

        @Override
        public Duration initialDelay() {
            return initialDelay;
        }

        @Override
        public Optional<Duration> after(Throwable failure) {
            try {
                RefreshRetryTokenResponse next = strategy.refreshRetryToken(RefreshRetryTokenRequest.builder()
                        .token(token)
                        .failure(failure)
                        .suggestedDelay(Duration.ZERO)
                        .build());
                token = next.token();
                return Optional.of(next.delay());
            } catch (TokenAcquisitionFailedException e) {
                return Optional.empty();
            }
        }

        @Override
        public void succeeded() {
            strategy.recordSuccess(RecordSuccessRequest.create(token));
        }
    }
}
