package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.PresignedUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedGetObjectRequest;

/** Makes URLs that whoever has them can read. */
record S3Presigning(@Nullable S3Presigner presigner, S3Requests requests, Duration longest) {

    PresignedUrl presign(String key, Duration validFor, @Nullable String contentDisposition) {
        S3Keys.require(key);
        // The signature counts whole seconds.
        if (validFor.getSeconds() < 1 || validFor.compareTo(longest) > 0) {
            throw new IllegalArgumentException("A URL is valid for 1 second to " + longest + ", but was to be for "
                    + validFor + "; the store's builder has maxPresignDuration().");
        }
        if (presigner == null) {
            throw new IllegalStateException(
                    "The S3 store was given nothing to sign URLs with: give its builder a presigner().");
        }
        PresignedGetObjectRequest signed = presigner.presignGetObject(request ->
                request.signatureDuration(validFor).getObjectRequest(requests.presigned(key, contentDisposition)));
        return new PresignedUrl(uri(signed), signed.expiration());
    }

    private static URI uri(PresignedGetObjectRequest signed) {
        try {
            return signed.url().toURI();
        } catch (URISyntaxException e) {
            // Not with the exception as its cause: its message holds the URL, which is a credential.
            throw new IllegalStateException("The presigner made a URL that is none.");
        }
    }
}
