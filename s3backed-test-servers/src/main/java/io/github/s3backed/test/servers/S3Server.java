package io.github.s3backed.test.servers;

import java.net.URI;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * S3Proxy, in memory, on a free port of the loopback interface. It checks signatures. Buckets are addressed by path, not
 * by host name.
 *
 * <p>It differs from S3 in this: it has no tagging and no lifecycle rules, ignores the expected bucket owner, does not
 * take keys with {@code //}, a leading {@code /}, or {@code a} beside {@code a/b}, and keeps a checksum only if it comes
 * as a header and not as a trailer.
 */
public final class S3Server implements AutoCloseable {

    static final AwsBasicCredentials CREDENTIALS = AwsBasicCredentials.create("access", "secret");

    private final S3Proxy server;

    private S3Server(S3Proxy server) {
        this.server = server;
    }

    /** Starts a server without buckets, which takes about a second. */
    public static S3Server start() {
        S3Proxy server = S3Proxy.builder()
                .blobStore(BlobStores.create("transient", new Properties()))
                .endpoint(Loopback.uri(0))
                .awsAuthentication(AuthenticationType.AWS_V4, CREDENTIALS.accessKeyId(), CREDENTIALS.secretAccessKey())
                .ignoreUnknownHeaders(true)
                .build();
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy did not start.", e);
        }
        return new S3Server(server);
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
