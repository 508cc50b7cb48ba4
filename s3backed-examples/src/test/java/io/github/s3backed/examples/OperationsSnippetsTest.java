package io.github.s3backed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.streams.LambdaStreamHandler;
import io.github.s3backed.streams.StreamHandler;
import io.github.s3backed.streams.StreamReport;
import io.github.s3backed.sweeper.MigrateReport;
import io.github.s3backed.sweeper.Migrator;
import io.github.s3backed.sweeper.RestoreReport;
import io.github.s3backed.sweeper.Restorer;
import io.github.s3backed.sweeper.SweepReport;
import io.github.s3backed.sweeper.Sweeper;
import io.github.s3backed.sweeper.Verifier;
import io.github.s3backed.sweeper.VerifyReport;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.s3.S3Client;

/** The snippets of docs/operations.md, compiled, and compared with its text but for white space. */
class OperationsSnippetsTest {

    @Test
    void areInThisFileAsTheDocumentShowsThem() throws IOException {
        Path root = Path.of(System.getProperty("s3backed.root"));
        String here = withoutSpace(Files.readString(root.resolve(
                "s3backed-examples/src/test/java/io/github/s3backed/examples/OperationsSnippetsTest.java")));
        List<String> snippets = Pattern.compile("(?s)```java\\n(.*?)```")
                .matcher(Files.readString(root.resolve("docs/operations.md")))
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
        assertThat(snippets).hasSize(6);
        assertThat(snippets).allSatisfy(snippet -> assertThat(here).contains(withoutSpace(snippet)));
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }

    static void export(ObjectMapper objectMapper, S3BackedDynamoDb s3backed) throws IOException {
        objectMapper.writeValue(
                new File("registration.json"), s3backed.registration().in("eu-central-1", null));
    }

    static SweepReport sweep(S3BackedDynamoDb s3backed, DynamoDbClient dynamoDb, S3Client s3) {
        SweepReport report = Sweeper.builder()
                .store(S3BlobStore.create(s3, "my-bucket"))
                .tables(s3backed, dynamoDb)
                .stateFolder(Path.of("/var/lib/s3backed-sweep"))
                .deleteAndLogTo(Path.of("/var/log/s3backed-sweep.log"))
                .build()
                .run();
        return report;
    }

    static Object handle(
            S3BackedDynamoDb s3backed, DynamoDbClient dynamoDb, List<Record> records, DynamodbEvent event) {
        StreamHandler handler = StreamHandler.builder()
                .s3backed(s3backed)
                .dynamoDbClient(dynamoDb)
                .build();

        StreamReport report = handler.handle("articles", records); // the Kinesis Client Library, or any consumer
        StreamsEventResponse response =
                new LambdaStreamHandler(handler).handle(event); // a Lambda function, which names the table itself
        return List.of(report, response);
    }

    static VerifyReport verify(S3BackedDynamoDb s3backed, DynamoDbClient dynamoDb) {
        VerifyReport report =
                Verifier.builder().tables(s3backed, dynamoDb).deep().build().run();
        return report;
    }

    static MigrateReport migrate(S3BackedDynamoDb s3backed, DynamoDbClient dynamoDb) {
        MigrateReport report = Migrator.builder()
                .tables(s3backed, dynamoDb)
                .stateFolder(Path.of("/var/lib/s3backed-migrate"))
                .rewriteItems()
                .build()
                .run();
        return report;
    }

    static RestoreReport restore(S3BackedDynamoDb s3backed, DynamoDbClient dynamoDb, S3Client s3) {
        RestoreReport report = Restorer.builder()
                .store(S3BlobStore.create(s3, "my-bucket"))
                .tables(s3backed, dynamoDb)
                .restoreObjects()
                .build()
                .run();
        return report;
    }
}
