package io.github.s3backed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.dynamodb.StorePolicy;
import io.github.s3backed.test.servers.DynamoDbServer;
import io.github.s3backed.test.servers.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Servers that the quickstart has not started stand in for AWS. */
class RealServicesTest {

    private static final S3Server S3_SERVER = S3Server.start();
    private static final DynamoDbServer DYNAMO_DB_SERVER = DynamoDbServer.start();

    private static S3Client s3;
    private static DynamoDbClient dynamoDb;

    @TempDir
    private Path folder;

    @BeforeAll
    static void connect() {
        AwsCredentials credentials = S3_SERVER.credentials().resolveCredentials();
        System.setProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property(), credentials.accessKeyId());
        System.setProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property(), credentials.secretAccessKey());
        s3 = Connection.remote(S3_SERVER.endpoint().toString(), "eu-west-1")
                .configure(S3Client.builder())
                .forcePathStyle(true)
                .build();
        dynamoDb = Connection.remote(DYNAMO_DB_SERVER.endpoint().toString(), "eu-west-1")
                .configure(DynamoDbClient.builder())
                .build();
    }

    @AfterAll
    static void disconnect() {
        System.clearProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property());
        System.clearProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property());
        s3.close();
        dynamoDb.close();
        S3_SERVER.close();
        DYNAMO_DB_SERVER.close();
    }

    @Test
    void removesTheBucketAndTheTableThatItHasMade() throws IOException {
        Run run = run();

        assertThat(run.err()).isEqualToIgnoringNewLines("Starting (1 file) ...");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("S3 at " + S3_SERVER.endpoint(), "DynamoDB at " + DYNAMO_DB_SERVER.endpoint())
                .contains("Removing the table and the bucket s3backed-quickstart-");
        assertThat(s3.listBuckets().buckets()).noneMatch(each -> each.name().startsWith("s3backed-quickstart-"));
        assertThat(dynamoDb.listTables().tableNames()).isEmpty();
    }

    @Test
    void leavesABucketThatWasThereAndWhatWasInIt() throws IOException {
        s3.createBucket(request -> request.bucket("articles"));
        s3.putObject(request -> request.bucket("articles").key("mine"), RequestBody.fromString("mine"));

        Run run = run("--bucket", "articles");

        assertThat(run.code()).isZero();
        assertThat(keysIn("articles")).containsExactly("mine");
        assertThat(dynamoDb.listTables().tableNames()).isEmpty();
    }

    @Test
    void leavesThePolicyThatWasThere() throws IOException {
        String policy = "format=1\ngrace-seconds=172800\nwrite-deadline-seconds=3600\n";
        s3.createBucket(request -> request.bucket("with-policy"));
        s3.putObject(request -> request.bucket("with-policy").key(StorePolicy.KEY), RequestBody.fromString(policy));

        Run run = run("--bucket", "with-policy");

        assertThat(run.code()).isZero();
        assertThat(keysIn("with-policy")).containsExactly(StorePolicy.KEY);
        assertThat(s3.getObjectAsBytes(request -> request.bucket("with-policy").key(StorePolicy.KEY))
                        .asUtf8String())
                .isEqualTo(policy);
    }

    @Test
    void leavesThePolicyToATableThatCameMeanwhile() throws IOException {
        String theirs = "s3backed/.registry/tables/000000000000/eu-west-1/theirs/theirs";
        s3.createBucket(request -> request.bucket("with-others"));

        Run run = faulty(
                store -> {
                    s3.putObject(
                            request -> request.bucket("with-others").key(theirs), RequestBody.fromString("format=1\n"));
                    return store;
                },
                "--bucket",
                "with-others");

        assertThat(run.code()).isZero();
        assertThat(run.out()).doesNotContain("theirs");
        assertThat(keysIn("with-others")).containsExactly(StorePolicy.KEY, theirs);
    }

    @Test
    void removesWhatTheClientCouldNot() throws IOException {
        s3.createBucket(request -> request.bucket("denied"));

        Run run = faulty(FaultyDeletesBlobStore::denying, "--bucket", "denied");

        assertThat(run.code()).isEqualTo(1);
        assertThat(keysIn("denied")).isEmpty();
    }

    private static List<String> keysIn(String bucket) {
        return s3.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    @Test
    void neverMakesTheBucketThatItIsTold() throws IOException {
        Run run = run("--bucket", "not-there");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("There is no bucket not-there.");
        assertThat(dynamoDb.listTables().tableNames()).isEmpty();
    }

    private Run run(String... more) throws IOException {
        return faulty(UnaryOperator.identity(), more);
    }

    private Run faulty(UnaryOperator<BlobStore> faults, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "some notes, ".repeat(100));
        Object[] args = new Object[more.length + 7];
        System.arraycopy(more, 0, args, 0, more.length);
        Object[] common = {
            "--endpoint-s3",
            S3_SERVER.endpoint(),
            "--endpoint-dynamodb",
            DYNAMO_DB_SERVER.endpoint(),
            "--region",
            "eu-west-1",
            file
        };
        System.arraycopy(common, 0, args, more.length, common.length);
        return Run.faulty(faults, args);
    }
}
