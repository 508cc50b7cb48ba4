package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.testkit.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** The caller's limit for a call covers all its attempts. */
@AwsTest
class CallTimeoutTest {

    private final AwsBackend aws;
    private final AtomicLong nanos = new AtomicLong();

    CallTimeoutTest(AwsBackend aws) {
        this.aws = aws;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static Duration applied(CallTimeout timeout, Duration ofRequest) {
        var settings = AwsRequestOverrideConfiguration.builder().apiCallTimeout(ofRequest);
        timeout.apply(settings);
        return settings.apiCallTimeout();
    }

    @Test
    void eachAttemptIsGivenWhatTheOnesBeforeHaveLeft() {
        CallTimeout timeout = new CallTimeout(Optional.of(Duration.ofSeconds(10)), nanos::get);

        assertThat(applied(timeout, null)).isEqualTo(Duration.ofSeconds(10));
        pass(Duration.ofSeconds(4));
        assertThat(applied(timeout, null)).isEqualTo(Duration.ofSeconds(6));
        pass(Duration.ofSeconds(4));
        assertThat(applied(timeout, null)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void theTimeBeforeTheFirstAttemptIsNotCounted() {
        CallTimeout timeout = new CallTimeout(Optional.of(Duration.ofSeconds(10)), nanos::get);
        pass(Duration.ofHours(1));

        assertThat(applied(timeout, null)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whatIsUsedUpLeavesTheShortestTimeoutAndNotNone() {
        CallTimeout timeout = new CallTimeout(Optional.of(Duration.ofSeconds(10)), nanos::get);
        applied(timeout, null);
        pass(Duration.ofSeconds(11));

        assertThat(applied(timeout, null)).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void theLimitOfTheRequestGoesBeforeTheClients() {
        CallTimeout timeout = new CallTimeout(Optional.of(Duration.ofSeconds(10)), nanos::get);

        assertThat(applied(timeout, Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
        pass(Duration.ofSeconds(1));
        assertThat(applied(timeout, Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void whereNothingIsLimitedNothingIsSet() {
        assertThat(applied(new CallTimeout(Optional.empty(), nanos::get), null)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void theAttemptsOfOneWriteShareTheLimit(Door door) {
        try (Rig rig = new Rig(
                aws,
                door,
                settings -> settings.nanoTime(nanos::get),
                table -> table,
                client -> client.apiCallTimeout(Duration.ofSeconds(60))
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(3)
                                .backoffStrategy(BackoffStrategy.retryImmediately())
                                .build()))) {
            rig.plan[0] = (request, number) -> {
                if (!Rig.asksFor("PutItem", request)) {
                    return Fault.pass();
                }
                pass(Duration.ofSeconds(20));
                return Fault.dynamoDbError(500, "InternalServerError");
            };

            assertThatThrownBy(() -> rig.call(Operation.PUT_ITEM, rig.putRequest("1", "new")))
                    .isInstanceOf(InternalServerErrorException.class);
            assertThat(rig.tap.requests(PutItemRequest.class))
                    .extracting(request ->
                            request.overrideConfiguration().orElseThrow().apiCallTimeout())
                    .containsExactly(
                            Optional.of(Duration.ofSeconds(60)),
                            Optional.of(Duration.ofSeconds(40)),
                            Optional.of(Duration.ofSeconds(20)));
        }
    }
}
