package io.github.s3backed.test.servers;

import java.net.URI;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** As {@link S3Server}, with its objects in a folder and not in memory, for large ones. */
public final class OnDiskS3Server implements AutoCloseable {

    private static final AwsBasicCredentials CREDENTIALS = AwsBasicCredentials.create("access", "secret");

    private final S3Proxy server;

    private OnDiskS3Server(S3Proxy server) {
        this.server = server;
    }

    /**
     * Starts a server.
     *
     * @param folder must be there; what is in it is what the server holds
     */
    public static OnDiskS3Server start(Path folder) {
        Properties settings = new Properties();
        settings.setProperty("jclouds.filesystem.basedir", folder.toString());
        S3Proxy server = S3Proxy.builder()
                .blobStore(BlobStores.create("filesystem", settings))
                .endpoint(Loopback.uri(0))
                .awsAuthentication(AuthenticationType.AWS_V4, CREDENTIALS.accessKeyId(), CREDENTIALS.secretAccessKey())
                .ignoreUnknownHeaders(true)
                .build();
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy did not start.", e);
        }
        return new OnDiskS3Server(server);
    }

    /** Where it listens. */
    public URI endpoint() {
        return Loopback.uri(server.getPort());
    }

    /** The only credentials that it accepts. */
    public AwsCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(CREDENTIALS);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy did not stop.", e);
        }
    }
}
