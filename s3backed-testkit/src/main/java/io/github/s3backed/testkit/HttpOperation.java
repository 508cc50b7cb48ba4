package io.github.s3backed.testkit;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Which operation of DynamoDB or S3 a request is, for rules that are about some of them. */
public final class HttpOperation {

    private static final String TARGET = "X-Amz-Target";

    /** A host that names the bucket, so that the path is the key. */
    private static final Pattern OF_A_BUCKET = Pattern.compile(".+\\.s3[.-].*");

    private static final Map<SdkHttpMethod, String> ON_OBJECTS = Map.of(
            SdkHttpMethod.GET, "GetObject",
            SdkHttpMethod.HEAD, "HeadObject",
            SdkHttpMethod.PUT, "PutObject",
            SdkHttpMethod.DELETE, "DeleteObject");

    private static final Map<SdkHttpMethod, String> ON_BUCKETS = Map.of(
            SdkHttpMethod.GET, "ListObjects",
            SdkHttpMethod.HEAD, "HeadBucket",
            SdkHttpMethod.PUT, "CreateBucket",
            SdkHttpMethod.DELETE, "DeleteBucket");

    private static final Map<String, String> WITH_PARAMETERS = Map.ofEntries(
            Map.entry("GET object ?uploadId", "ListParts"),
            Map.entry("PUT object ?uploadId", "UploadPart"),
            Map.entry("POST object ?uploads", "CreateMultipartUpload"),
            Map.entry("POST object ?uploadId", "CompleteMultipartUpload"),
            Map.entry("DELETE object ?uploadId", "AbortMultipartUpload"),
            Map.entry("GET bucket ?list-type", "ListObjectsV2"),
            Map.entry("GET bucket ?versions", "ListObjectVersions"),
            Map.entry("GET bucket ?uploads", "ListMultipartUploads"),
            Map.entry("GET bucket ?versioning", "GetBucketVersioning"),
            Map.entry("PUT bucket ?versioning", "PutBucketVersioning"),
            Map.entry("POST bucket ?delete", "DeleteObjects"));

    /** Parameters that tell operations apart. Others, such as {@code versionId}, are arguments. */
    private static final Set<String> TELLING = Set.of(
            "acl",
            "delete",
            "encryption",
            "lifecycle",
            "list-type",
            "location",
            "tagging",
            "uploadId",
            "uploads",
            "versioning",
            "versions");

    private HttpOperation() {}

    /**
     * The operation's name as the SDK writes it: {@code PutItem}, {@code GetObject}. Where this class knows no name, what it is
     * known by: {@code PUT object ?tagging}.
     */
    public static String of(SdkHttpRequest request) {
        return request.firstMatchingHeader(TARGET)
                .map(target -> target.substring(target.indexOf('.') + 1))
                .orElseGet(() -> ofS3(request));
    }

    /** Whether a request is one of these operations, by the names that {@link #of} gives. */
    public static Predicate<SdkHttpRequest> named(String... operations) {
        Set<String> names = new TreeSet<>(Arrays.asList(operations));
        return request -> names.contains(of(request));
    }

    /** Every request. */
    public static Predicate<SdkHttpRequest> any() {
        return request -> true;
    }

    static boolean isOfDynamoDb(SdkHttpRequest request) {
        return request.firstMatchingHeader(TARGET).isPresent();
    }

    private static String ofS3(SdkHttpRequest request) {
        boolean onObject = isOnObject(request);
        SdkHttpMethod method = request.method();
        Set<String> telling = new TreeSet<>(request.rawQueryParameters().keySet());
        telling.retainAll(TELLING);
        boolean copies = request.firstMatchingHeader("x-amz-copy-source").isPresent();
        if (telling.isEmpty()) {
            return copies
                    ? "CopyObject"
                    : (onObject ? ON_OBJECTS : ON_BUCKETS).getOrDefault(method, method + " object");
        }
        String shape = method
                + (onObject ? " object ?" : " bucket ?")
                + telling.iterator().next();
        return WITH_PARAMETERS.getOrDefault(shape, shape) + (copies ? "Copy" : "");
    }

    private static boolean isOnObject(SdkHttpRequest request) {
        String path =
                request.encodedPath().startsWith("/") ? request.encodedPath().substring(1) : request.encodedPath();
        if (OF_A_BUCKET.matcher(request.host()).matches()) {
            return !path.isEmpty();
        }
        int slash = path.indexOf('/');
        return slash >= 0 && slash < path.length() - 1;
    }
}
