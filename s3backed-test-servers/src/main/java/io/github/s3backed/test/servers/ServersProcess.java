package io.github.s3backed.test.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/** The process of {@link ServersElsewhere}. Says where its servers are in one line, and ends when its input does. */
final class ServersProcess {

    private ServersProcess() {}

    public static void main(String[] args) throws IOException {
        LogManager.getLogManager().reset(); // Both servers would tell how they start.
        PrintStream out = System.out;
        // DynamoDB Local prints its settings, and has no option for not doing so.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        S3Server s3 = S3Server.start();
        DynamoDbServer dynamoDb = DynamoDbServer.start();
        String account = dynamoDb.newCredentials().resolveCredentials().accessKeyId();
        out.println(s3.endpoint() + "," + dynamoDb.endpoint() + "," + account);
        out.flush();
        while (System.in.read() >= 0) {
            // Nobody writes: this waits for the end.
        }
        System.exit(0);
    }
}
