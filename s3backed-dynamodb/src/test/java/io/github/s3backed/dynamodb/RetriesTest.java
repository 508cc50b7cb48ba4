package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.testkit.Fault;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** How often a write is sent is what the client says of its retries. */
@AwsTest
class RetriesTest {

    private final AwsBackend aws;

    RetriesTest(AwsBackend aws) {
        this.aws = aws;
    }

    private Rig failing(Door door, UnaryOperator<ClientOverrideConfiguration.Builder> clientSettings) {
        Rig rig = new Rig(aws, door, settings -> settings, table -> table, clientSettings);
        rig.plan[0] = (request, number) ->
                Rig.asksFor("PutItem", request) ? Fault.dynamoDbError(500, "InternalServerError") : Fault.pass();
        return rig;
    }

    private static long requestsOverTheWire(Rig rig) {
        return rig.faults.requests().stream()
                .filter(request -> Rig.asksFor("PutItem", request))
                .count();
    }

    @SuppressWarnings("deprecation") // The older way of saying how often to try is still in use.
    static Stream<Arguments> clientsWithoutRetries() {
        UnaryOperator<ClientOverrideConfiguration.Builder> policy = client -> client.retryPolicy(RetryPolicy.none());
        UnaryOperator<ClientOverrideConfiguration.Builder> strategy =
                client -> client.retryStrategy(AwsRetryStrategy.doNotRetry());
        return Stream.of(Door.values())
                .flatMap(door -> Stream.of(Arguments.of(door, policy), Arguments.of(door, strategy)));
    }

    @ParameterizedTest
    @MethodSource("clientsWithoutRetries")
    void aClientWithoutRetriesSendsOneRequest(Door door, UnaryOperator<ClientOverrideConfiguration.Builder> settings) {
        try (Rig rig = failing(door, settings)) {
            assertThatThrownBy(() -> rig.call(Operation.PUT_ITEM, rig.putRequest("1", "new")))
                    .isInstanceOf(InternalServerErrorException.class)
                    .satisfies(failure -> assertThat(OutcomeUnknownException.isNotedIn(failure))
                            .isTrue());

            assertThat(requestsOverTheWire(rig)).isEqualTo(1);
            assertThat(rig.objects()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachAttemptThatMayHaveBeenDoneIsFollowedByOneWithAnObjectOfItsOwn(Door door) {
        try (Rig rig = failing(
                door,
                client -> client.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(3)
                        .build()))) {
            assertThatThrownBy(() -> rig.call(Operation.PUT_ITEM, rig.putRequest("1", "new")))
                    .isInstanceOf(InternalServerErrorException.class);

            assertThat(requestsOverTheWire(rig)).isEqualTo(3);
            assertThat(rig.tap.requests(PutItemRequest.class))
                    .extracting(request -> request.item().get("body").s())
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(rig.objects());
        }
    }
}
