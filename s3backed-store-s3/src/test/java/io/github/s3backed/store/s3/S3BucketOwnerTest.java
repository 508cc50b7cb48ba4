package io.github.s3backed.store.s3;

import static io.github.s3backed.store.s3.FaultyStore.METADATA;
import static io.github.s3backed.store.s3.FaultyStore.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.FaultyClients;
import io.github.s3backed.testkit.Fault;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.http.SdkHttpRequest;

/** A bucket that was deleted, and whose name a stranger has taken since: a server that looks at the owner, as S3 does. */
@ParameterizedClass
@EnumSource(Door.class)
class S3BucketOwnerTest {

    private static final AwsBackend AWS = AwsBackend.embedded();
    private static final String OURS = "123456789012";
    private static final String STRANGERS = "999999999999";

    private final Door door;
    private final String key = UUID.randomUUID().toString();

    S3BucketOwnerTest(Door door) {
        this.door = door;
    }

    @AfterAll
    static void close() {
        AWS.close();
    }

    private FaultyStore store(UnaryOperator<S3BlobStore.Builder> settings) {
        return new FaultyStore(door, AWS, FaultyClients.of((request, number) -> answer(request)), settings);
    }

    // Amazon S3 User Guide, "Verifying bucket ownership with bucket owner condition"
    private static Fault answer(SdkHttpRequest request) {
        return request.firstMatchingHeader("x-amz-expected-bucket-owner")
                        .filter(owner -> !owner.equals(STRANGERS))
                        .isPresent()
                ? Fault.s3Error(403, "AccessDenied")
                : Fault.pass();
    }

    @Test
    void isNeitherWrittenNorReadNorTakenForAnEmptyOne() {
        byte[] strangers = {1, 2, 3};
        try (FaultyStore theirs = store(builder -> builder.expectedBucketOwner(STRANGERS));
                FaultyStore ours = store(builder -> builder.expectedBucketOwner(OURS))) {
            theirs.put(key, strangers, PutMode.OVERWRITE);
            S3BlobStore store = ours.store();
            BlobInfo observed =
                    BlobInfo.of(METADATA, 3, Instant.EPOCH, Instant.EPOCH, null).withEntityTag("\"observed\"");
            List<CompletionStage<?>> requests = List.of(
                    store.put(key, BlobContent.of(new byte[] {4}), METADATA, PutMode.OVERWRITE),
                    store.put(key + "-new", BlobContent.of(new byte[] {4}), METADATA, PutMode.IF_ABSENT),
                    store.get(key, (info, body) -> body.readAllBytes()),
                    store.open(key, 0, null),
                    store.head(key),
                    store.copy(store, key, observed, key + "-copy"),
                    store.list("", null),
                    store.delete(key),
                    store.deleteAll(List.of(key)));

            assertThat(requests)
                    .allSatisfy(request -> assertThat(failureOf(request))
                            .isInstanceOf(BlobStoreException.class)
                            .hasMessageContaining("see that the bucket belongs to account " + OURS));

            assertThat(theirs.read(key)).isEqualTo(strangers);
            assertThat(FaultyStore.join(theirs.store().head(key + "-new"))).isEmpty();
            assertThat(FaultyStore.join(theirs.store().head(key + "-copy"))).isEmpty();
        }
    }
}
