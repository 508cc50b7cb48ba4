package io.github.s3backed.store.s3;

import java.net.URI;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.SdkServiceClientConfiguration;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeProvider;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * Makes the blocking client sign a body as a whole where it speaks plain HTTP. It would otherwise sign it chunk by chunk
 * and send Content-Encoding twice, the object's and {@code aws-chunked}: some servers reject the signature, and some store
 * the second. Over HTTPS it signs no bodies.
 */
final class UnchunkedBody implements SdkPlugin {

    private static final UnchunkedBody INSTANCE = new UnchunkedBody();

    private UnchunkedBody() {}

    static boolean isNeededBy(S3Client client) {
        try {
            return client.serviceClientConfiguration()
                    .endpointOverride()
                    .map(URI::getScheme)
                    .filter("http"::equalsIgnoreCase)
                    .isPresent();
        } catch (UnsupportedOperationException e) {
            // A wrapper that somebody wrote before clients told their configuration; real S3 is reached over HTTPS.
            return false;
        }
    }

    static PutObjectRequest addTo(PutObjectRequest request) {
        return request.toBuilder()
                .overrideConfiguration(override -> override.addPlugin(INSTANCE))
                .build();
    }

    static UploadPartRequest addTo(UploadPartRequest request) {
        return request.toBuilder()
                .overrideConfiguration(override -> override.addPlugin(INSTANCE))
                .build();
    }

    @Override
    public void configureClient(SdkServiceClientConfiguration.Builder client) {
        if (client instanceof S3ServiceClientConfiguration.Builder s3) {
            S3AuthSchemeProvider schemes = s3.authSchemeProvider();
            s3.authSchemeProvider(parameters -> schemes.resolveAuthScheme(parameters).stream()
                    .map(scheme -> scheme.toBuilder()
                            .putSignerProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, false)
                            .build())
                    .toList());
        }
    }
}
