package io.github.s3backed.test.servers;

import java.lang.reflect.Field;
import java.net.URI;
import java.util.UUID;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/**
 * DynamoDB Local over HTTP, in memory, on a free port of the loopback interface, with its telemetry off.
 *
 * <p>It keeps a database per access key: whoever asks for {@link #newCredentials()} starts with no tables.
 */
public final class DynamoDbServer implements AutoCloseable {

    private final DynamoDBProxyServer server;
    private final URI endpoint;

    private DynamoDbServer(DynamoDBProxyServer server, URI endpoint) {
        this.server = server;
        this.endpoint = endpoint;
    }

    /** Starts a server, which takes about a second. */
    public static DynamoDbServer start() {
        try {
            DynamoDBProxyServer server =
                    ServerRunner.createServerFromCommandLineArgs(new String[] {"-inMemory", "-disableTelemetry"});
            ServerConnector connector = connectorOf(server);
            // It has no option for either: left alone it listens on every interface, at port 8000.
            connector.setHost(Loopback.HOST);
            connector.setPort(0);
            server.start();
            return new DynamoDbServer(server, Loopback.uri(connector.getLocalPort()));
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local did not start.", e);
        }
    }

    private static ServerConnector connectorOf(DynamoDBProxyServer server) throws IllegalAccessException {
        for (Field field : DynamoDBProxyServer.class.getDeclaredFields()) {
            if (field.getType() == Server.class) {
                field.setAccessible(true);
                Server jetty = (Server) field.get(server);
                if (jetty.getConnectors().length == 1
                        && jetty.getConnectors()[0] instanceof ServerConnector connector) {
                    return connector;
                }
            }
        }
        throw new IllegalStateException("This version of DynamoDB Local holds its HTTP server in another way;"
                + " it must not be started where it would listen on every interface. Adapt " + DynamoDbServer.class);
    }

    /** Where it listens. */
    public URI endpoint() {
        return endpoint;
    }

    /** Credentials of an account without tables. */
    public AwsCredentialsProvider newCredentials() {
        // Nothing but letters and digits is taken for an access key.
        String accessKey = UUID.randomUUID().toString().replace("-", "");
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "secret"));
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local did not stop.", e);
        }
    }
}
