package io.github.s3backed.examples;

import io.github.s3backed.test.servers.DynamoDbServer;
import io.github.s3backed.test.servers.OnDiskS3Server;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.LogManager;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * DynamoDB Local and an S3 server that keeps its objects in a folder, in a process of their own, so that the memory of a client can be
 * told from theirs. Says where they are in one line, and ends when its input does: with the process that started it.
 */
final class LargeServers {

    private LargeServers() {}

    public static void main(String[] args) throws IOException {
        LogManager.getLogManager().reset(); // Both servers would tell how they start.
        PrintStream out = System.out;
        // DynamoDB Local prints its settings, and has no option for not doing so.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        OnDiskS3Server s3 = OnDiskS3Server.start(Path.of(args[0]));
        DynamoDbServer dynamoDb = DynamoDbServer.start();
        AwsCredentials ofS3 = s3.credentials().resolveCredentials();
        AwsCredentials ofDynamoDb = dynamoDb.newCredentials().resolveCredentials();
        out.println(String.join(
                " ",
                s3.endpoint().toString(),
                ofS3.accessKeyId(),
                ofS3.secretAccessKey(),
                dynamoDb.endpoint().toString(),
                ofDynamoDb.accessKeyId(),
                ofDynamoDb.secretAccessKey()));
        out.flush();
        while (System.in.read() >= 0) {
            // Nobody writes: this waits for the end.
        }
        System.exit(0);
    }
}
