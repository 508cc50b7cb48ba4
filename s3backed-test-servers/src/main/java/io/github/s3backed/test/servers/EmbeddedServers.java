package io.github.s3backed.test.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import software.amazon.awssdk.regions.Region;

/** One pair of servers for all tests of this process. */
final class EmbeddedServers {

    private static final S3Server S3 = S3Server.start();
    private static final DynamoDbServer DYNAMO_DB = DynamoDbServer.start();

    private EmbeddedServers() {}

    /** Loaded without starting a server, since the report names the versions first. */
    static final class Versions {

        private Versions() {}

        static String describe() {
            return "S3Proxy " + versionOf("org.gaul/s3proxy") + ", DynamoDB Local "
                    + versionOf("software/amazon/dynamodb/DynamoDBLocal");
        }

        private static String versionOf(String artifact) {
            Properties pom = new Properties();
            try (InputStream in =
                    Versions.class.getResourceAsStream("/META-INF/maven/" + artifact + "/pom.properties")) {
                if (in != null) {
                    pom.load(in);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return pom.getProperty("version", "of unknown version");
        }
    }

    static AwsTarget target() {
        return new AwsTarget(s3(), dynamoDb(), Region.US_EAST_1, null);
    }

    static AwsTarget.Service s3() {
        return new AwsTarget.Service(S3.endpoint(), S3.credentials());
    }

    /** With no tables, whatever other tests have made. */
    static AwsTarget.Service dynamoDb() {
        return new AwsTarget.Service(DYNAMO_DB.endpoint(), DYNAMO_DB.newCredentials());
    }
}
