package io.github.s3backed.sweeper;

import io.github.s3backed.dynamodb.AttributeRewriter;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Tables of one region, of which nothing is known but how they describe themselves. */
final class FakeTables implements TableClient {

    final String region;
    final Map<String, TableDescription> descriptions = new HashMap<>();
    Function<ScanRequest, ScanResponse> scan = request -> ScanResponse.builder().build();

    FakeTables(String region) {
        this.region = region;
    }

    FakeTables with(String name, Function<TableDescription.Builder, TableDescription.Builder> description) {
        TableDescription.Builder usual = TableDescription.builder()
                .tableName(name)
                .tableId("id-of-" + name)
                .tableArn("arn:aws:dynamodb:" + region + ":123456789012:table/" + name);
        descriptions.put(name, description.apply(usual).build());
        return this;
    }

    @Override
    public String region() {
        return region;
    }

    @Override
    public TableDescription describe(String table) {
        TableDescription found = descriptions.get(table);
        if (found == null) {
            throw notFound();
        }
        return found;
    }

    private static AwsServiceException notFound() {
        return ResourceNotFoundException.builder().message("no such table").build();
    }

    @Override
    public ScanResponse scan(ScanRequest request) {
        return scan.apply(request);
    }

    @Override
    public GetItemResponse get(GetItemRequest request) {
        throw new UnsupportedOperationException("GetItem");
    }

    @Override
    public AttributeRewriter rewriter(S3BackedDynamoDb s3backed) {
        throw new UnsupportedOperationException("rewriter");
    }

    @Override
    public void enterStores(S3BackedDynamoDb s3backed) {
        throw new UnsupportedOperationException("enterStores");
    }
}
