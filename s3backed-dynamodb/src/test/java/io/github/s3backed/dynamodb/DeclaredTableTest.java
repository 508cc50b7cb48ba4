package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.Reference;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

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
