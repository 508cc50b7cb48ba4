package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.Fingerprint;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyPart;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.Reference;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** What tools are told of registered tables and of stores. */
class DeclaredTableTest {

    private final MemoryBlobStore store = MemoryBlobStore.create("declared");

    private S3BackedDynamoDb.Builder builder(String... tables) {
        S3BackedDynamoDb.Builder builder = S3BackedDynamoDb.builder().blobStore(store);
        for (String table : tables) {
            builder.table(S3BackedTable.builder(table)
                    .partitionKey("id")
                    .attribute(S3BackedAttribute.text("body")
                            .formerKeyTemplates(KeyTemplate.of("attribute/{fingerprint}"))
                            .build())
                    .build());
        }
        return builder;
    }

    @Test
    void tablesAreSortedByName() {
        try (S3BackedDynamoDb s3backed = builder("b", "a", "c").build()) {
            assertThat(s3backed.tables())
                    .extracting(table -> table.table().name())
                    .containsExactly("a", "b", "c");
        }
    }

    @Test
    void aTableHasEveryTemplateThatItsReferencesAreReadBy() {
        KeyTemplate former = KeyTemplate.of("former/{fingerprint}");
        try (S3BackedDynamoDb s3backed = builder("a").formerKeyTemplates(former).build()) {
            assertThat(s3backed.tables().get(0).keyTemplates())
                    .containsExactlyInAnyOrder(
                            KeyTemplate.EXCLUSIVE, KeyTemplate.of("attribute/{fingerprint}"), former);
        }
    }

    @Test
    void aReferenceIsFoundWhereverItPoints() {
        try (S3BackedDynamoDb s3backed = builder("a").build()) {
            DeclaredTable table = s3backed.tables().get(0);
            Map<String, AttributeValue> item =
                    Map.of("id", AttributeValue.fromS("1"), "body", AttributeValue.fromS("s3://elsewhere/k"));
            Reference reference = table.reference(item, "body").orElseThrow();
            assertThat(reference).hasToString("s3://elsewhere/k");
            assertThat(table.follows(item, "body", reference)).isFalse();
            assertThat(table.reference(Map.of("body", AttributeValue.fromS("text")), "body"))
                    .isEmpty();
            assertThat(table.reference(Map.of("body", AttributeValue.fromN("1")), "body"))
                    .isEmpty();
            assertThat(table.reference(Map.of(), "body")).isEmpty();
        }
    }

    @Test
    void anObjectIsExclusiveToTheItemAndAttributeThatItsKeyNames() {
        try (S3BackedDynamoDb s3backed = builder("a").build()) {
            DeclaredTable table = s3backed.tables().get(0);
            Reference reference = written("a", "1");
            assertThat(table.isExclusive(item("1"), "body", reference)).isTrue();
            assertThat(table.isExclusive(item("2"), "body", reference)).isFalse();
        }
    }

    @Test
    void anObjectOfAFormerLogicalNameIsNobodysAlone() {
        try (S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                .blobStore(store)
                .table(S3BackedTable.builder("a")
                        .formerLogicalNames("former")
                        .partitionKey("id")
                        .attribute(S3BackedAttribute.text("body").build())
                        .build())
                .build()) {
            DeclaredTable table = s3backed.tables().get(0);
            Reference reference = written("former", "1");
            assertThat(table.follows(item("1"), "body", reference)).isTrue();
            assertThat(table.isExclusive(item("1"), "body", reference)).isFalse();
        }
    }

    @Test
    void aSharedObjectIsNobodysAlone() {
        try (S3BackedDynamoDb s3backed = builder("a").build()) {
            Reference shared = new Reference(store.location(), "attribute/" + "ab".repeat(32));
            assertThat(s3backed.tables().get(0).isExclusive(item("1"), "body", shared))
                    .isFalse();
        }
    }

    /** A reference as a write of an item would make it. */
    private Reference written(String logicalName, String id) {
        KeyContext context = KeyContext.builder()
                .table(logicalName)
                .partitionKey(KeyPart.string(id))
                .attribute("body")
                .build();
        Fingerprint fingerprint = new Fingerprint("ab".repeat(32));
        return new Reference(store.location(), KeyTemplate.EXCLUSIVE.render(fingerprint, "cd".repeat(16), context));
    }

    private static Map<String, AttributeValue> item(String id) {
        return Map.of("id", AttributeValue.fromS(id));
    }

    @Test
    void aTableIsReplicatedAsItsRegistrationSaysOrItsDescriptionOrNobody() {
        TableDescription alone = TableDescription.builder().build();
        TableDescription replicated = TableDescription.builder()
                .replicas(ReplicaDescription.builder().regionName("eu-west-1").build())
                .build();
        DeclaredTable unsaid = declared(table -> table);
        assertThat(unsaid.isReplicated(alone)).isFalse();
        assertThat(unsaid.isReplicated(replicated)).isTrue();
        assertThat(unsaid.isReplicated(null)).isTrue();
        DeclaredTable said = declared(table -> table.globalTable(false));
        assertThat(said.isReplicated(null)).isFalse();
        assertThat(declared(table -> table.globalTable(true)).isReplicated(alone))
                .isTrue();
    }

    private DeclaredTable declared(UnaryOperator<S3BackedTable.Builder> settings) {
        S3BackedTable.Builder table = S3BackedTable.builder("a")
                .partitionKey("id")
                .attribute(S3BackedAttribute.text("body").build());
        try (S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                .blobStore(store)
                .table(settings.apply(table).build())
                .build()) {
            return s3backed.tables().get(0);
        }
    }

    @Test
    void anObjectIsRemovedOnceAndOnceMoreAndNeverElsewhere() {
        try (S3BackedDynamoDb s3backed = builder("a").build()) {
            DeclaredTable table = s3backed.tables().get(0);
            Reference reference = new Reference(store.location(), "some/key");
            store.put(
                    reference.key(),
                    BlobContent.of(new byte[1]),
                    new BlobMetadata("text/plain", BlobMetadata.IDENTITY, Map.of()),
                    PutMode.OVERWRITE);
            table.delete(reference).toCompletableFuture().join();
            table.delete(reference).toCompletableFuture().join();
            assertThat(store.keys()).doesNotContain("some/key");
            assertThatThrownBy(() -> table.delete(Reference.parse("s3://elsewhere/k")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("outside of the configured stores");
        }
    }

    @Test
    void anEntryOfTheRegistryIsReadBack() {
        RegisteredTable table = new RegisteredTable("123456789012", "eu-central-1", "my.table", "übung/1");
        assertThat(table.key())
                .isEqualTo("s3backed/.registry/tables/123456789012/eu-central-1/my.table/!C3!BCbung!2F1");
        assertThat(RegisteredTable.parse(table.key())).contains(table);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3backed/.registry/policy",
                "s3backed/.registry/tables/1/2/3",
                "s3backed/.registry/tables/1/2/3/4/5",
                "s3backed/.registry/tables/1/2/3/!"
            })
    void whatIsNoEntryIsNoTable(String key) {
        assertThat(RegisteredTable.parse(key)).isEmpty();
    }

    @Test
    void aPolicyIsReadFromItsStore() {
        assertThat(StorePolicy.read(store).toCompletableFuture().join()).isEqualTo(Optional.empty());
        store.put(
                StorePolicy.KEY,
                BlobContent.of(new StorePolicy(Duration.ofHours(5), Duration.ofMinutes(7)).toBytes()),
                new BlobMetadata("text/plain", BlobMetadata.IDENTITY, Map.of()),
                PutMode.OVERWRITE);
        assertThat(StorePolicy.read(store).toCompletableFuture().join())
                .contains(new StorePolicy(Duration.ofHours(5), Duration.ofMinutes(7)));
    }
}
