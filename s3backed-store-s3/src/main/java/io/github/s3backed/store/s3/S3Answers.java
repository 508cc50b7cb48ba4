package io.github.s3backed.store.s3;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobMetadata;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Response;

/** Reads descriptions of objects out of responses. */
final class S3Answers {

    /** What S3 says of an object that was stored without a type. */
    private static final String UNKNOWN_TYPE = "binary/octet-stream";

    /** Base64 of 32 bytes. The checksum of a multipart upload is one of its parts' checksums, and ends in -N. */
    private static final int SHA256_LENGTH = 44;

    private S3Answers() {}

    static BlobInfo info(HeadObjectResponse response) {
        return BlobInfo.of(
                        metadata(response.contentType(), response.contentEncoding(), response.metadata()),
                        length(response.contentLength()),
                        lastModified(response.lastModified()),
                        date(response),
                        sha256(response.checksumSHA256()))
                .withEntityTag(response.eTag());
    }

    /** Of the whole object, also where the response holds a range of it. */
    static BlobInfo info(GetObjectResponse response) {
        long length = length(response.contentLength());
        return BlobInfo.of(
                        metadata(response.contentType(), response.contentEncoding(), response.metadata()),
                        response.contentRange() == null ? length : wholeLength(response.contentRange()),
                        lastModified(response.lastModified()),
                        date(response),
                        sha256(response.checksumSHA256()))
                .withEntityTag(response.eTag());
    }

    /** What a Content-Range (RFC 9110, section 14.4) ends with. */
    private static long wholeLength(String contentRange) {
        try {
            return Long.parseLong(contentRange.substring(contentRange.indexOf('/') + 1));
        } catch (NumberFormatException e) {
            throw missing("valid Content-Range");
        }
    }

    private static BlobMetadata metadata(@Nullable String type, @Nullable String encoding, Map<String, String> user) {
        Map<String, String> lowerCase = new TreeMap<>();
        // HTTP does not tell upper from lower case in the names of headers, and servers that are not S3 play with it.
        user.forEach((name, value) -> lowerCase.put(name.toLowerCase(Locale.ROOT), value));
        return new BlobMetadata(type == null ? UNKNOWN_TYPE : type, encoding(encoding), lowerCase);
    }

    /** Without {@code aws-chunked}, the coding of an upload, which some servers store as if it were the object's. */
    private static String encoding(@Nullable String header) {
        String codings = header == null
                ? ""
                : Arrays.stream(header.split(","))
                        .map(String::strip)
                        .filter(coding -> !coding.isEmpty() && !coding.equals("aws-chunked"))
                        .collect(Collectors.joining(", "));
        return codings.isEmpty() ? BlobMetadata.IDENTITY : codings;
    }

    private static long length(@Nullable Long header) {
        if (header == null) {
            throw missing("Content-Length");
        }
        return header;
    }

    private static Instant lastModified(@Nullable Instant header) {
        if (header == null) {
            throw missing("Last-Modified");
        }
        return header;
    }

    private static BlobStoreException missing(String header) {
        return new BlobStoreException(
                "The response of S3 has no " + header + " header; something between here and S3 must have removed it.",
                null);
    }

    /**
     * The clock of S3. Its absence is an error: too young an object would be relied upon although a sweeper is about to
     * remove it, and too old a one would be swept although it is new. The local clock could make it either.
     */
    static Instant date(S3Response response) {
        String header = response.sdkHttpResponse().firstMatchingHeader("Date").orElse("(none)");
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from);
        } catch (DateTimeException e) {
            throw new BlobStoreException(
                    "The response of S3 has no valid Date header, by which objects' ages are judged," + " but " + header
                            + "; something between here and S3 must have changed it.",
                    e);
        }
    }

    private static @Nullable String sha256(@Nullable String base64) {
        return base64 == null || base64.length() != SHA256_LENGTH
                ? null
                : HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
    }
}
