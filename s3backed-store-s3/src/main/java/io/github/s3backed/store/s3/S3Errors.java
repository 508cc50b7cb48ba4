package io.github.s3backed.store.s3;

import io.github.s3backed.core.BlobChangedException;
import io.github.s3backed.core.BlobNotFoundException;
import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.S3BackedException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Says of a failure what it means, and what to do about it. */
final class S3Errors {

    static final int PRECONDITION_FAILED = 412;

    private static final int MOVED_PERMANENTLY = 301;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int SERVER_ERROR = 500;

    /** Codes of a 403 that no policy can change. */
    private static final Set<String> NOT_ABOUT_PERMISSIONS =
            Set.of("InvalidAccessKeyId", "SignatureDoesNotMatch", "RequestTimeTooSkewed");

    private final S3Settings settings;

    S3Errors(S3Settings settings) {
        this.settings = settings;
    }

    /** The failure itself, out of the wrappers that futures put around it. */
    static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        while (inner instanceof CompletionException && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** Whether S3 refused a conditional put because of another one that has not ended, whose outcome it cannot know yet. */
    static boolean isConflict(Throwable failure) {
        return hasStatus(failure, CONFLICT);
    }

    static boolean hasStatus(@Nullable Throwable failure, int status) {
        return failure instanceof AwsServiceException e && e.statusCode() == status;
    }

    static boolean isNotFound(@Nullable Throwable failure) {
        return hasStatus(failure, NOT_FOUND);
    }

    /** Whether S3 said in words that there is no such object, which it does only in the body of its answer. */
    static boolean isNoSuchKey(Throwable failure) {
        return isNotFound(failure) && code((AwsServiceException) failure).equals("NoSuchKey");
    }

    /** Whether S3 said in words that there is no such version of an object. */
    static boolean isNoSuchVersion(Throwable failure) {
        return isNotFound(failure) && code((AwsServiceException) failure).equals("NoSuchVersion");
    }

    /** Whether there is no such multipart upload, or none any more. */
    static boolean isNoSuchUpload(Throwable failure) {
        return isNotFound(failure) && code((AwsServiceException) failure).equals("NoSuchUpload");
    }

    /** Whether something is not there, in an answer without a body, which would have said what. */
    static boolean isNotFoundInSilence(@Nullable Throwable failure) {
        return isNotFound(failure) && code((AwsServiceException) failure).isEmpty();
    }

    private static String code(AwsServiceException failure) {
        return failure.awsErrorDetails() == null
                ? ""
                : Objects.requireNonNullElse(failure.awsErrorDetails().errorCode(), "");
    }

    /** What a stage of the store fails with. */
    Throwable translate(S3Operation operation, String key, Throwable failure) {
        String where = "s3://" + settings.bucket() + "/" + key;
        String what = "S3 did not confirm the " + operation.label() + " " + where;
        if (failure instanceof BlobStoreException incomplete) {
            // An answer without what must be in it: who found that did not know what it was about.
            return new BlobStoreException(what + ": " + incomplete.getMessage(), incomplete.getCause());
        }
        if (failure instanceof S3BackedException) {
            return failure;
        }
        if (isNoSuchKey(failure)) {
            return new BlobNotFoundException("There is no object " + where + ".", failure);
        }
        if (operation == S3Operation.GET && hasStatus(failure, PRECONDITION_FAILED)) {
            return new BlobChangedException(
                    "The object " + where + " was replaced since it was observed. Begin again.", failure);
        }
        return new BlobStoreException(what + ": " + advice(operation, failure), failure);
    }

    /** What a failed HEAD of the bucket means. Its answer has no body, and so no code. */
    static String ofBucket(Throwable failure) {
        if (!(failure instanceof AwsServiceException refused)) {
            return "there was no complete answer. " + failure.getMessage();
        }
        String advice = switch (refused.statusCode()) {
            case NOT_FOUND -> "Make it, or correct the configured name, region or endpoint.";
            case MOVED_PERMANENTLY -> "It is in another region than the client.";
            case BAD_REQUEST -> "It is in another region than the client, or the credentials have expired.";
            default -> "Try again; if that stays, the health page of the service may say more.";
        };
        return "S3 answered " + refused.statusCode() + ". " + advice;
    }

    private String advice(S3Operation operation, Throwable failure) {
        if (failure instanceof AwsServiceException refused) {
            return ("it answered " + refused.statusCode() + " " + code(refused)).strip() + ". "
                    + adviceOn(operation, refused);
        }
        if (failure instanceof RejectedExecutionException) {
            return "the store's executor takes no more work. Was the store closed?";
        }
        return "there was no complete answer. " + operation.doubt();
    }

    private String adviceOn(S3Operation operation, AwsServiceException refused) {
        String code = code(refused);
        if (code.startsWith("KMS.") || code.contains("Kms")) {
            return "See that the KMS key is enabled and that its policy allows the caller " + operation.kmsAction()
                    + ".";
        }
        if (code.equals("NoSuchBucket")) {
            return "Make the bucket, or correct the configured name, region or endpoint.";
        }
        if (code.equals("NoSuchUpload")) {
            return "The upload of its parts was ended by somebody else, or its object replaced. " + operation.doubt();
        }
        if (code.equals("InvalidObjectState")) {
            return "The object is archived: restore it, or keep its storage class from being changed.";
        }
        if (refused.statusCode() == FORBIDDEN && !NOT_ABOUT_PERMISSIONS.contains(code)) {
            return denied(operation);
        }
        if (refused.isThrottlingException()) {
            return "S3 throttles, and the client has no retries left: send less at once, or more slowly. "
                    + operation.doubt();
        }
        if (refused.statusCode() == MOVED_PERMANENTLY || code.equals("AuthorizationHeaderMalformed")) {
            return "The bucket is in another region than the client.";
        }
        if (operation == S3Operation.PUT && refused.statusCode() == BAD_REQUEST) {
            return "The cause says more. Does the client divide large objects among several requests? S3 then takes no"
                    + " SHA-256: give S3AsyncClient.crtBuilder() a thresholdInBytes of 16 MiB and of the store's"
                    + " part size at least, and wrap no client with multipartEnabled(true).";
        }
        // An answer that began as a success, and became an error while it was made, says of neither that it is true.
        boolean unknown = refused.statusCode() >= SERVER_ERROR || refused.statusCode() < MOVED_PERMANENTLY;
        return unknown ? operation.doubt() : "The cause says more.";
    }

    private String denied(S3Operation operation) {
        String advice = "Allow the caller " + operation.action() + " on arn:aws:s3:::" + settings.bucket() + "/*";
        if (!operation.changes()) {
            // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, "Permissions"
            advice += ", and s3:ListBucket on the bucket: without it S3 answers 403 for an object that is not there";
        }
        if (settings.encryption() != null) {
            advice += "; where the key is in KMS, " + operation.kmsAction() + " on it";
        }
        return advice + settings.expectedOwnerAdvice() + ".";
    }
}
