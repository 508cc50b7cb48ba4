package io.github.s3backed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.test.servers.DynamoDbServer;
import io.github.s3backed.test.servers.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertThat(s3.listObjectsV2(request -> request.bucket("articles")).contents())
                .extracting(S3Object::key)
                .containsExactly("mine");
        assertThat(dynamoDb.listTables().tableNames()).isEmpty();
    }

    @Test
    void neverMakesTheBucketThatItIsTold() throws IOException {
        Run run = run("--bucket", "not-there");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("There is no bucket not-there.");
        assertThat(dynamoDb.listTables().tableNames()).isEmpty();
    }

    private Run run(String... more) throws IOException {
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
        return Run.of(args);
    }
}
