package io.github.s3backed.dynamodb;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.FaultyClients;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The blocking and the asynchronous client behind one face, so that a test runs on both. */
enum Door {
    BLOCKING {
        @Override
        Client open(AwsBackend aws, FaultyClients faults, S3BackedDynamoDb s3backed) {
            return over(s3backed.wrap(soon(aws.dynamoDbBuilder())
                    .httpClientBuilder(faults.blocking())
                    .build()));
        }
    },
    ASYNC {
        @Override
        Client open(AwsBackend aws, FaultyClients faults, S3BackedDynamoDb s3backed) {
            return over(s3backed.wrap(soon(aws.dynamoDbAsyncBuilder())
                    .httpClientBuilder(faults.async())
                    .build()));
        }
    };

    abstract Client open(AwsBackend aws, FaultyClients faults, S3BackedDynamoDb s3backed);

    /** Tries as often as DynamoDB's clients do by themselves, and does not wait long in between. */
    private static <B extends AwsClientBuilder<B, ?>> B soon(B builder) {
        BackoffStrategy delay = BackoffStrategy.fixedDelayWithoutJitter(Duration.ofMillis(5));
        return builder.overrideConfiguration(
                all -> all.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(9)
                        .backoffStrategy(delay)
                        .throttlingBackoffStrategy(delay)
                        .build()));
    }

    /** A wrapped client that blocks. */
    static Client over(DynamoDbClient client) {
        return new Client(client) {
            @Override
            <Q, R> CompletableFuture<R> start(Operation<Q, R> operation, Q request) {
                return CompletableFuture.supplyAsync(() -> operation.blocking().apply(client, request));
            }

            @Override
            <Q, R> R call(Operation<Q, R> operation, Q request) {
                return operation.blocking().apply(client, request);
            }
        };
    }

    /** A wrapped client that does not block. */
    static Client over(DynamoDbAsyncClient client) {
        return new Client(client) {
            @Override
            <Q, R> CompletableFuture<R> start(Operation<Q, R> operation, Q request) {
                return operation.async().apply(client, request);
            }

            @Override
            <Q, R> R call(Operation<Q, R> operation, Q request) {
                try {
                    return start(operation, request)
                            .orTimeout(60, TimeUnit.SECONDS)
                            .join();
                } catch (CompletionException e) {
                    throw e.getCause() instanceof RuntimeException unchecked ? unchecked : e;
                }
            }
        };
    }

    /** A wrapped client. */
    abstract static class Client implements AutoCloseable {

        private final SdkAutoCloseable wrapped;

        Client(SdkAutoCloseable wrapped) {
            this.wrapped = wrapped;
        }

        abstract <Q, R> CompletableFuture<R> start(Operation<Q, R> operation, Q request);

        /** Waits, and throws what the operation failed with. */
        abstract <Q, R> R call(Operation<Q, R> operation, Q request);

        @Override
        public void close() {
            wrapped.close();
        }
    }
}
