package io.github.s3backed.dynamodb;

import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.FaultyClients;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

/** A store over a blocking or an asynchronous S3 client, so that a test runs on both. */
enum S3Side {
    BLOCKING {
        @Override
        Opened open(AwsBackend aws, FaultyClients faults) {
            S3Client client =
                    aws.s3Builder().httpClientBuilder(faults.blocking()).build();
            S3BlobStore store = S3BlobStore.create(client, aws.bucket());
            return new Opened(store, () -> {
                store.close();
                client.close();
            });
        }
    },
    ASYNC {
        @Override
        Opened open(AwsBackend aws, FaultyClients faults) {
            S3AsyncClient client =
                    aws.s3AsyncBuilder().httpClientBuilder(faults.async()).build();
            S3BlobStore store = S3BlobStore.create(client, aws.bucket());
            return new Opened(store, () -> {
                store.close();
                client.close();
            });
        }
    };

    abstract Opened open(AwsBackend aws, FaultyClients faults);

    /** A store with what must be closed after it. */
    record Opened(BlobStore store, Runnable resources) implements AutoCloseable {
        @Override
        public void close() {
            resources.run();
        }
    }
}
