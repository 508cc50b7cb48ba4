package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.Finding.Severity;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** What the check before the first request finds on real servers; {@link CheckDenialsTest} is about refusals. */
@AwsTest
class CheckTest {

    private final AwsBackend aws;

    CheckTest(AwsBackend aws) {
        this.aws = aws;
    }

    @ParameterizedTest
    @EnumSource
    void findsNothingWrongWhereNothingIs(Door door) {
        try (Bench bench = new Bench(aws, door)) {
            assertThat(check(door, bench.s3backed).requireHealthy().findings())
                    .allMatch(finding -> finding.severity() == Severity.INFO);
            assertThat(probes()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesATableThatIsNotThere(Door door) {
        String missing = aws.newTableName("missing");
        check(
                door,
                table(missing),
                report -> assertThat(report.errors()).singleElement().satisfies(error -> {
                    assertThat(error.subject()).isEqualTo("table '" + missing + "'");
                    assertThat(error.message()).contains("no such table", "region");
                }));
    }

    @Test
    void namesAKeyThatIsNotTheRegisteredOne() {
        String table = newTable(create -> create);
        S3BackedTable registration = S3BackedTable.builder(table)
                .partitionKey("key")
                .attribute(S3BackedAttribute.text("body").build())
                .build();
        check(
                Door.BLOCKING,
                registration,
                report -> assertThat(report.errors())
                        .singleElement()
                        .satisfies(error ->
                                assertThat(error.message()).contains("[id]", "[key]", "Correct the registration")));
    }

    @Test
    void namesAnS3BackedAttributeThatIsTheKeyOfAnIndex() {
        String table = newTable(create -> create.attributeDefinitions(definition("id"), definition("body"))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName("by-body")
                        .keySchema(key("body"))
                        .projection(all -> all.projectionType(ProjectionType.ALL))
                        .build()));
        check(
                Door.BLOCKING,
                table(table),
                report -> assertThat(report.errors())
                        .singleElement()
                        .satisfies(error -> assertThat(error.message()).contains("'body'", "key of an index")));
    }

    @ParameterizedTest
    @EnumSource
    void warnsOfItemsThatExpireUnnoticedUntilSomebodySaysThatTheyAreNoticed(Door door) {
        String table = newTable(create -> create);
        aws.dynamoDb()
                .updateTimeToLive(update -> update.tableName(table)
                        .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName("expires")));

        check(
                door,
                table(table),
                report -> assertThat(report.findings())
                        .filteredOn(finding -> finding.severity() == Severity.WARNING)
                        .singleElement()
                        .satisfies(
                                warning -> assertThat(warning.message()).contains("'expires'", "expiryHandled(true)")));
        check(
                door,
                builder(table).expiryHandled(true).build(),
                report -> assertThat(report.findings()).noneMatch(finding -> finding.severity() == Severity.WARNING));
    }

    @Test
    void knowsThatExpiryIsHandledIfOneOfSeveralRegistrationsOfATableSaysSo() {
        S3BackedTable merged = RegistrationMerge.of(
                builder("articles").build(),
                builder("articles").expiryHandled(true).build());

        assertThat(merged.expiryHandled()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void namesABucketThatIsNotThere(Door door) {
        String missing = "s3backed-missing-" + UUID.randomUUID();
        check(
                door,
                table(newTable(create -> create)),
                S3BlobStore.create(aws.s3(), missing),
                report -> assertThat(report.errors()).singleElement().satisfies(error -> {
                    assertThat(error.subject()).isEqualTo("s3://" + missing);
                    assertThat(error.message()).contains("404", "Make it, or correct");
                }));
    }

    @Test
    void namesAPolicyThatCannotBeUsed() {
        MemoryBlobStore store = MemoryBlobStore.create("x");
        store.put(
                StorePolicy.KEY,
                BlobContent.of("format=7\n".getBytes()),
                new BlobMetadata("text/plain", BlobMetadata.IDENTITY, Map.of()),
                PutMode.OVERWRITE);
        check(
                Door.BLOCKING,
                table(newTable(create -> create)),
                store,
                report -> assertThat(report.errors())
                        .singleElement()
                        .satisfies(error -> assertThat(error.message()).contains("unknown format 7")));
    }

    @Test
    void leavesNothingBehindInAnyStoreThatItMayDeleteFrom() {
        MemoryBlobStore store = MemoryBlobStore.create("x");
        check(
                Door.BLOCKING,
                table(newTable(create -> create)),
                store,
                report -> assertThat(report.findings()).isEmpty());
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void aFailureNamesAllErrorsAndKeepsTheReport() {
        MemoryBlobStore store = MemoryBlobStore.create("x");
        String one = aws.newTableName("missing");
        String two = aws.newTableName("missing");
        try (S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                .blobStore(store)
                .table(table(one))
                .table(table(two))
                .build()) {
            CheckReport report = check(Door.BLOCKING, s3backed);

            assertThatThrownBy(report::requireHealthy)
                    .isInstanceOfSatisfying(
                            FailedCheckException.class,
                            failed -> assertThat(failed.report()).isEqualTo(report))
                    .hasMessageContainingAll("ERROR table '" + one + "'", "ERROR table '" + two + "'");
        }
    }

    private void check(Door door, S3BackedTable table, Consumer<CheckReport> then) {
        check(door, table, S3BlobStore.create(aws.s3(), aws.bucket()), then);
    }

    private void check(Door door, S3BackedTable table, BlobStore store, Consumer<CheckReport> then) {
        try (store;
                S3BackedDynamoDb s3backed =
                        S3BackedDynamoDb.builder().blobStore(store).table(table).build()) {
            then.accept(check(door, s3backed));
        }
    }

    private CheckReport check(Door door, S3BackedDynamoDb s3backed) {
        return switch (door) {
            case BLOCKING -> s3backed.check(aws.dynamoDb());
            case ASYNC -> s3backed.check(aws.dynamoDbAsync()).join();
        };
    }

    private String[] probes() {
        return aws
                .s3()
                .listObjectsV2Paginator(list -> list.bucket(aws.bucket()).prefix(StoreRegistry.PROBES))
                .contents()
                .stream()
                .map(object -> object.key())
                .toArray(String[]::new);
    }

    private String newTable(UnaryOperator<CreateTableRequest.Builder> change) {
        String name = aws.newTableName("check");
        aws.dynamoDb()
                .createTable(change.apply(CreateTableRequest.builder()
                                .tableName(name)
                                .keySchema(key("id"))
                                .attributeDefinitions(definition("id"))
                                .billingMode(BillingMode.PAY_PER_REQUEST))
                        .build());
        aws.dynamoDb().waiter().waitUntilTableExists(describe -> describe.tableName(name));
        return name;
    }

    private static KeySchemaElement key(String attribute) {
        return KeySchemaElement.builder()
                .attributeName(attribute)
                .keyType(KeyType.HASH)
                .build();
    }

    private static AttributeDefinition definition(String attribute) {
        return AttributeDefinition.builder()
                .attributeName(attribute)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static S3BackedTable table(String name) {
        return builder(name).build();
    }

    private static S3BackedTable.Builder builder(String name) {
        return S3BackedTable.builder(name)
                .partitionKey("id")
                .attribute(S3BackedAttribute.text("body").build());
    }
}
