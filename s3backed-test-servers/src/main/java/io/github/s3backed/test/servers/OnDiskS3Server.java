package io.github.s3backed.test.servers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * S3Proxy over a folder, for objects that are larger than a heap: run it in a process of its own. What it holds stays in the
 * folder. Otherwise it is as {@link S3Server}, with the same credentials.
 */
public final class OnDiskS3Server implements AutoCloseable {

    private final S3Proxy server;

    private OnDiskS3Server(S3Proxy server) {
        this.server = server;
    }

    /**
     * Starts a server.
     *
     * @param folder where its buckets are folders; made if it is not there
     */
    public static OnDiskS3Server start(Path folder) throws IOException {
        AwsBasicCredentials credentials = S3Server.CREDENTIALS;
        Properties properties = new Properties();
        properties.setProperty(
                "jclouds.filesystem.basedir",
                Files.createDirectories(folder).toAbsolutePath().toString());
        S3Proxy server = S3Proxy.builder()
                .blobStore(BlobStores.create("filesystem-nio2", properties))
                .endpoint(Loopback.uri(0))
                .awsAuthentication(AuthenticationType.AWS_V4, credentials.accessKeyId(), credentials.secretAccessKey())
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
        return StaticCredentialsProvider.create(S3Server.CREDENTIALS);
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
