package io.github.s3backed.sweeper;

import io.github.s3backed.dynamodb.AttributeRewriter;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** A client whose answers a test changes. */
final class HookedTableClient implements TableClient {

    private final TableClient client;
    UnaryOperator<TableDescription> description = UnaryOperator.identity();
    UnaryOperator<ScanRequest> scan = UnaryOperator.identity();
    Runnable afterScan = () -> {};
    String region;

    HookedTableClient(TableClient client) {
        this.client = client;
        this.region = client.region();
    }

    @Override
    public String region() {
        return region;
    }

    @Override
    public TableDescription describe(String table) {
        return description.apply(client.describe(table));
    }

    @Override
    public ScanResponse scan(ScanRequest request) {
        ScanResponse response = client.scan(scan.apply(request));
        if (request.totalSegments() != null) {
            afterScan.run();
        }
        return response;
    }

    @Override
    public GetItemResponse get(GetItemRequest request) {
        return client.get(request);
    }

    @Override
    public AttributeRewriter rewriter(S3BackedDynamoDb s3backed) {
        return client.rewriter(s3backed);
    }

    @Override
    public void enterStores(S3BackedDynamoDb s3backed) {
        client.enterStores(s3backed);
    }
}
