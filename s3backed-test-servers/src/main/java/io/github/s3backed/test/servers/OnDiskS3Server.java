package io.github.s3backed.test.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

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

    /**
     * Starts a server, says where it listens on a line of its own, and runs until its input ends or it is killed.
     *
     * @param args the folder
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException("Say in which folder the objects are to be.");
        }
        try (OnDiskS3Server server = start(Path.of(args[0]))) {
            System.out.println(server.endpoint());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        // The server's threads are no daemons.
        System.exit(0);
    }

    /** Where it listens. */
    public URI endpoint() {
        return Loopback.uri(server.getPort());
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
