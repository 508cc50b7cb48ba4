package io.github.s3backed.sweeper;

import static io.github.s3backed.sweeper.Field.item;
import static io.github.s3backed.sweeper.Field.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One seeded defect of each kind, and nothing where nothing is wrong. */
@AwsTest
class VerifierTest {

    private final AwsBackend aws;
    private Field field;

    VerifierTest(AwsBackend aws) {
        this.aws = aws;
    }

    @BeforeEach
    void open(@TempDir Path temporary) {
        aws.require();
        field = new Field(aws, temporary);
        field.write("good");
    }

    @AfterEach
    void close() {
        if (field != null) {
            field.close();
        }
    }

    private Verifier.Builder verifier() {
        return Verifier.builder().tables(field.s3backed, aws.dynamoDb()).segments(2);
    }

    private VerifyReport verify(boolean deep) {
        return (deep ? verifier().deep() : verifier()).build().run();
    }

    private void assertFinds(VerifyReport report, Defect.Kind kind, String place, String reason) {
        assertThat(report.defects()).isEqualTo(Map.of(kind, 1L));
        assertThat(report.isHealthy()).isFalse();
        assertThat(report.samples()).singleElement().satisfies(defect -> {
            assertThat(defect.kind()).isEqualTo(kind);
            assertThat(defect.table()).isEqualTo(field.table);
            assertThat(defect.attribute()).isEqualTo("body");
            assertThat(defect.place()).isEqualTo(place);
            assertThat(defect.reason()).contains(reason);
        });
    }

    /** Stores other bytes or metadata under the key of an object. */
    private void alter(String key, UnaryOperator<byte[]> bytes, UnaryOperator<Map<String, String>> metadata) {
        byte[] body = field.memory
                .get(key, (info, in) -> in.readAllBytes())
                .toCompletableFuture()
                .join();
        BlobInfo info = field.memory.head(key).toCompletableFuture().join().orElseThrow();
        BlobMetadata changed = new BlobMetadata(
                info.metadata().contentType(),
                info.metadata().contentEncoding(),
                metadata.apply(new TreeMap<>(info.metadata().userMetadata())));
        field.memory.put(key, BlobContent.of(bytes.apply(body)), changed, PutMode.OVERWRITE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void findsNothingWhereNothingIsWrong(boolean deep) {
        field.putRaw(item("null", "body", AttributeValue.fromNul(true)));
        field.putRaw(item("absent", "other", s("text")));
        VerifyReport report = verify(deep);
        assertThat(report.isHealthy()).isTrue();
        assertThat(report.items()).isEqualTo(3);
        assertThat(report.references()).isEqualTo(1);
        assertThat(report.checked()).isEqualTo(1);
        assertThat(report.sweep()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void findsAReferenceWithoutItsObject(boolean deep) {
        String key = field.write("1");
        field.memory.delete(key);
        assertFinds(verify(deep), Defect.Kind.DANGLING, field.reference(key), "no such object");
    }

    @Test
    void takesAReferenceThatWasReplacedMeanwhileForNone() {
        String key = field.write("1");
        HookedTableClient client = new HookedTableClient(TableClient.over(aws.dynamoDb()));
        client.afterScan = () -> field.wrapped.putItem(
                request -> request.tableName(field.table).item(Map.of("id", s("1"), "body", s("another body"))));
        VerifyReport report = Verifier.builder()
                .tables(field.s3backed, client)
                .segments(1)
                .build()
                .run();
        assertThat(field.memory.keys()).doesNotContain(key);
        assertThat(report.isHealthy()).isTrue();
        assertThat(report.changed()).isEqualTo(1);
    }

    @Test
    void findsBytesThatAreNotWhatWasWritten() {
        String key = field.write("1");
        alter(key, bytes -> flipped(bytes), metadata -> metadata);
        assertThat(verify(false).isHealthy()).as("a head does not show bytes").isTrue();
        assertFinds(verify(true), Defect.Kind.CORRUPT, field.reference(key), "");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void findsBytesThatAreMissing(boolean deep) {
        String key = field.write("1");
        alter(key, bytes -> Arrays.copyOf(bytes, bytes.length - 1), metadata -> metadata);
        assertFinds(verify(deep), Defect.Kind.CORRUPT, field.reference(key), "");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void findsTheMetadataOfAnotherObject(boolean deep) {
        String key = field.write("1");
        alter(key, bytes -> bytes, metadata -> {
            metadata.put("s3backed-fingerprint", "ab".repeat(32));
            return metadata;
        });
        assertFinds(verify(deep), Defect.Kind.CORRUPT, field.reference(key), "");
    }

    @Test
    void findsACompressorThatIsNotHere() {
        String key = field.write("1");
        alter(key, bytes -> bytes, metadata -> {
            metadata.put("s3backed-compressor", "brotli");
            return metadata;
        });
        assertFinds(verify(true), Defect.Kind.UNREADABLE, field.reference(key), "brotli");
    }

    @Test
    void findsTheObjectOfAnotherItem() {
        String others = field.write("other");
        field.putRaw(item("thief", "body", s(field.reference(others))));
        assertFinds(verify(false), Defect.Kind.FOREIGN, field.reference(others), "not be followed");
    }

    @Test
    void findsAReferenceIntoAnotherStore() {
        field.putRaw(item("1", "body", s("s3://elsewhere/key")));
        assertFinds(verify(false), Defect.Kind.FOREIGN, "s3://elsewhere/key", "not be followed");
    }

    @Test
    void findsAValueThatIsNeitherReferenceNorPayload() {
        field.putRaw(item("1", "body", s("just a text")));
        assertFinds(verify(false), Defect.Kind.NATIVE, "a value of type S", "migrate");
    }

    @Test
    void findsAPayloadInAnItemThatIsNotWhatWasWritten() {
        byte[] envelope = inlineEnvelope();
        field.putRaw(item("1", "body", AttributeValue.fromB(SdkBytes.fromByteArray(envelope))));
        assertThat(verify(false).isHealthy()).isTrue();
        assertThat(verify(false).inline()).isEqualTo(1);
        field.putRaw(item("1", "body", AttributeValue.fromB(SdkBytes.fromByteArray(flipped(envelope)))));
        assertFinds(verify(false), Defect.Kind.CORRUPT, "a payload in the item", "");
    }

    /** As a client with a threshold writes it. */
    private byte[] inlineEnvelope() {
        var inline = S3BackedDynamoDb.builder()
                .blobStore(field.memory)
                .table(Field.tableNamed(field.table))
                .build();
        try (inline) {
            inline.wrap(aws.dynamoDb())
                    .putItem(request ->
                            request.tableName(field.table).item(Map.of("id", s("1"), "body", s("a small body"))));
            return field.raw("1").get("body").b().asByteArray();
        }
    }

    @Test
    void looksAtAFractionOfTheReferences() {
        for (int i = 0; i < 40; i++) {
            field.write("item-" + i);
        }
        VerifyReport report = verifier().fraction(0.5).build().run();
        assertThat(report.references()).isEqualTo(41);
        assertThat(report.checked()).isBetween(5L, 36L);
        assertThat(verifier().fraction(0.5).build().run().checked()).isEqualTo(report.checked());
    }

    @Test
    void reportsSomeDefectsAndCountsAll() {
        for (int i = 0; i < 5; i++) {
            field.memory.delete(field.write("item-" + i));
        }
        VerifyReport report = verifier().samplesPerKind(2).build().run();
        assertThat(report.samples()).hasSize(2);
        assertThat(report.defects()).isEqualTo(Map.of(Defect.Kind.DANGLING, 5L));
    }

    @Test
    void countsOrphansIfItIsAskedTo() {
        String orphan = field.orphan("2");
        field.clock.advance(Field.OLD);
        VerifyReport report =
                verifier().countOrphans(field.memory, field.folder).build().run();
        assertThat(report.isHealthy()).isTrue();
        assertThat(report.sweep()).hasValueSatisfying(sweep -> {
            assertThat(sweep.listed().orphans()).isEqualTo(1);
            assertThat(sweep.listed().orphanKeys()).containsExactly(orphan);
        });
        assertThat(field.memory.keys()).contains(orphan);
    }

    @Test
    void refusesAWrappedClient() {
        assertThatThrownBy(() -> Verifier.builder()
                        .tables(field.s3backed, field.wrapped)
                        .build()
                        .run())
                .isInstanceOf(SweepRefusedException.class)
                .hasMessageContaining("wrapped client");
    }

    private static byte[] flipped(byte[] bytes) {
        byte[] changed = bytes.clone();
        changed[changed.length - 1] ^= 1;
        return changed;
    }
}
