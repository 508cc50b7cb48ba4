package io.github.s3backed.store.s3;

import io.github.s3backed.core.BlobStoreException;
import java.util.Objects;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Says of a failed listing or batch what it means. */
final class S3ContentsErrors {

    private static final int FORBIDDEN = 403;

    private final S3Settings settings;

    S3ContentsErrors(S3Settings settings) {
        this.settings = settings;
    }

    Throwable translate(String what, String action, Throwable failure) {
        String begin = "The bucket s3://" + settings.bucket() + " did not " + what + ": ";
        if (failure instanceof BlobStoreException incomplete) {
            return new BlobStoreException(begin + incomplete.getMessage(), incomplete.getCause());
        }
        if (!(failure instanceof AwsServiceException refused)) {
            return new BlobStoreException(begin + "there was no complete answer. Try again.", failure);
        }
        return new BlobStoreException(
                begin + ("S3 answered " + refused.statusCode() + " " + code(refused)).strip() + ". "
                        + advice(action, refused),
                failure);
    }

    private String advice(String action, AwsServiceException refused) {
        if (refused.statusCode() == FORBIDDEN) {
            return "Allow the caller " + action + " on arn:aws:s3:::" + settings.bucket()
                    + (action.contains("Bucket") ? "" : "/*")
                    + settings.expectedOwnerAdvice() + ".";
        }
        return code(refused).equals("NoSuchBucket")
                ? "Correct the configured name, region or endpoint."
                : "Try again; the cause says more.";
    }

    private static String code(AwsServiceException failure) {
        return failure.awsErrorDetails() == null
                ? ""
                : Objects.requireNonNullElse(failure.awsErrorDetails().errorCode(), "");
    }
}
