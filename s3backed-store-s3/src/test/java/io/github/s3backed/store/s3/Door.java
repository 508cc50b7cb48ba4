package io.github.s3backed.store.s3;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.FaultyClients;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The two clients that a store may have. */
enum Door {
    BLOCKING {
        @Override
        SdkAutoCloseable client(AwsBackend aws, FaultyClients faults) {
            return aws.s3Builder()
                    .httpClientBuilder(faults.blocking())
                    .overrideConfiguration(impatient())
                    .build();
        }
    },
    ASYNC {
        @Override
        SdkAutoCloseable client(AwsBackend aws, FaultyClients faults) {
            return aws.s3AsyncBuilder()
                    .httpClientBuilder(faults.async())
                    .overrideConfiguration(impatient())
                    .build();
        }
    };

    static final int ATTEMPTS = 2;

    /** A client with two attempts and no pause between them. */
    abstract SdkAutoCloseable client(AwsBackend aws, FaultyClients faults);

    private static ClientOverrideConfiguration impatient() {
        return ClientOverrideConfiguration.builder()
                .retryStrategy(StandardRetryStrategy.builder()
                        .maxAttempts(ATTEMPTS)
                        .backoffStrategy(BackoffStrategy.retryImmediately())
                        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                        .circuitBreakerEnabled(false)
                        .build())
                .build();
    }
}
