package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store holds of itself, as bytes and keys. */
class RegistryEntriesTest {

    private static final StorePolicy POLICY = new StorePolicy(Duration.ofHours(5), Duration.ofMinutes(7));
    private static final String TEXT = "format=1\ngrace-seconds=18000\nwrite-deadline-seconds=420\n";

    private static StorePolicy parse(String text) {
        return StorePolicy.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPolicyIsReadBack() {
        assertThat(new String(POLICY.toBytes(), StandardCharsets.UTF_8)).isEqualTo(TEXT);
        assertThat(parse(TEXT)).isEqualTo(POLICY);
        assertThat(parse("# a remark\n" + TEXT + "colour=a=b\nformat=2\n")).isEqualTo(POLICY);
        assertThat(POLICY.trustSharedObjectsFor()).isEqualTo(Duration.ofMinutes(150));
    }

    @Test
    void aPolicyIsFoundInItsStore() {
        MemoryBlobStore store = MemoryBlobStore.create("policies");
        assertThat(StorePolicy.read(store)).isCompletedWithValue(Optional.empty());
        store.put(
                StorePolicy.KEY,
                BlobContent.of(POLICY.toBytes()),
                new BlobMetadata("text/plain", BlobMetadata.IDENTITY, Map.of()),
                PutMode.OVERWRITE);
        assertThat(StorePolicy.read(store)).isCompletedWithValue(Optional.of(POLICY));
    }

    @ParameterizedTest
    @CsvSource({
        "format=1, format=2, unknown format 2",
        "format=1, '', unknown format null",
        "grace-seconds=18000, '', grace-seconds is missing",
        "write-deadline-seconds=420, '', write-deadline-seconds is missing",
        "write-deadline-seconds=420, write-deadline-seconds=0, is positive",
        "write-deadline-seconds=420, write-deadline-seconds=-1, is positive",
        "grace-seconds=18000, grace-seconds=many, many"
    })
    void aPolicyThatIsWrongIsRefused(String right, String wrong, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(TEXT.replace(right, wrong)))
                .withMessageContaining(message);
    }

    @Test
    void halfOfAGracePeriodCoversTheDeadlineAndTheLifeOfASignature() {
        assertThat(new StorePolicy(Duration.ofMinutes(150), Duration.ofMinutes(60)))
                .isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StorePolicy(Duration.ofMinutes(150).minusSeconds(2), Duration.ofMinutes(60)))
                .withMessageContaining("PT15M");
    }

    @Test
    void anEntryIsReadBack() {
        RegisteredTable table = new RegisteredTable("123456789012", "eu-central-1", "Übung.1", "../x");

        assertThat(table.key()).isEqualTo("s3backed/.registry/tables/123456789012/eu-central-1/!C3!9Cbung.1/!2E.!2Fx");
        assertThat(RegisteredTable.parse(table.key())).contains(table);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3backed/.registry/tables/1/2/3",
                "s3backed/.registry/tables/1/2/3/4/5",
                "s3backed/.registry/tables/1/2/3/!zz",
                "s3backed/.registry/tables/1/2/!61/4",
                "s3backed/.registry/policy",
                "x/s3backed/.registry/tables/1/2/3/4"
            })
    void whatIsNoEntryIsNotRead(String key) {
        assertThat(RegisteredTable.parse(key)).isEmpty();
    }
}
