package io.github.s3backed.examples;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.S3BackedTable;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.streams.LambdaStreamHandler;
import io.github.s3backed.streams.StreamHandler;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A Lambda function on the stream of a table, which removes the objects of articles that expire, or that somebody deletes by
 * hand. Its handler is {@code io.github.s3backed.examples.ArticleStreamFunction::handleRequest}, its environment {@code TABLE}
 * and {@code BUCKET}.
 */
public final class ArticleStreamFunction {

    private final LambdaStreamHandler handler;

    /** What Lambda calls, once per execution environment: clients are used by all of its invocations. */
    public ArticleStreamFunction() {
        this(
                DynamoDbClient.create(),
                S3BlobStore.create(S3Client.create(), System.getenv("BUCKET")),
                System.getenv("TABLE"));
    }

    ArticleStreamFunction(DynamoDbClient dynamoDb, BlobStore store, String table) {
        // The attributes and templates of those who write, under whatever formats: nothing is read.
        S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                .blobStore(store)
                .table(S3BackedTable.builder(table)
                        .partitionKey("id")
                        .attribute(S3BackedAttribute.text("body").build())
                        .build())
                .build();
        this.handler = new LambdaStreamHandler(StreamHandler.builder()
                .s3backed(s3backed)
                .dynamoDbClient(dynamoDb)
                .build());
    }

    /** Handles a batch of records, and returns those that are to come again. */
    public StreamsEventResponse handleRequest(DynamodbEvent event) {
        return handler.handle(event);
    }
}
