package io.github.s3backed.sweeper;

import static io.github.s3backed.sweeper.Field.item;
import static io.github.s3backed.sweeper.Field.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.FileBlobStore;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.test.servers.Backend;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that migrates is killed, and the next one goes on: every item is migrated, and none is lost. */
@AwsTest
@Tag("long")
class MigrateKilledTest {

    private static final int ITEMS = 16;

    private final AwsBackend aws;

    @TempDir
    private Path temporary;

    MigrateKilledTest(AwsBackend aws) {
        this.aws = aws;
    }

    @Test
    void goesOnWhereverItWasKilled() throws Exception {
        aws.require();
        Assumptions.assumeTrue(aws.backend() == Backend.EMBEDDED, "The child knows the embedded servers alone.");
        Path bucket = temporary.resolve("bucket");
        try (FileBlobStore store = FileBlobStore.create(bucket);
                Field field = new Field(aws, temporary, settings -> settings.blobStore(store));
                S3BackedDynamoDb s3backed = MigrateChild.registration(store, field.table)) {
            for (int i = 0; i < ITEMS; i++) {
                field.putRaw(item("item-" + i, "body", s("native " + i)));
            }
            Killed.at(SweepChild.start(MigrateChild.class, field, bucket), "rewrite", 3);
            for (int i = Integer.getInteger("s3backed.migrate.seconds", 2) / 60; i >= 0; i--) {
                Killed.at(SweepChild.start(MigrateChild.class, field, bucket), "go on", 2);
            }
            assertThat(Killed.never(SweepChild.start(MigrateChild.class, field, bucket)))
                    .isZero();

            MigrateReport again =
                    Migrator.builder().tables(s3backed, aws.dynamoDb()).build().run();
            assertThat(again.count(MigrateReport.Outcome.AS_IS)).isEqualTo(ITEMS);
            VerifyReport verified = Verifier.builder()
                    .tables(s3backed, aws.dynamoDb())
                    .deep()
                    .build()
                    .run();
            assertThat(verified.defects()).isEmpty();
            assertThat(verified.references()).isEqualTo(ITEMS);
        }
    }
}
