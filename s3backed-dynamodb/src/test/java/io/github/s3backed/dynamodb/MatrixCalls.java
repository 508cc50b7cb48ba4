package io.github.s3backed.dynamodb;

import io.github.s3backed.testkit.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Gives the requests of one operation names that are the same from run to run, whatever their order: {@code UpdateItem},
 * {@code GetItem before}, {@code PUT body of a}. Repetitions of one call have its name. Safe for use by many threads.
 */
final class MatrixCalls {

    private static final String TARGET = "X-Amz-Target";
    private static final String INVOCATION = "amz-sdk-invocation-id";

    private final String main;
    private final Map<String, String> items;
    private final Map<String, Call> reads = new HashMap<>();
    private final List<Call> seen = new ArrayList<>();
    private final Set<String> uploads = new HashSet<>();
    private final Set<String> sentUploads = new HashSet<>();
    private boolean mainSeen;

    /**
     * Names for the requests of an operation.
     *
     * @param main as AWS writes it
     * @param items the names of the items, by the parts of keys that stand for them
     */
    MatrixCalls(String main, Map<String, String> items) {
        this.main = main;
        this.items = items;
    }

    synchronized Call dynamoDb(SdkHttpRequest request) {
        String target = request.firstMatchingHeader(TARGET).orElseThrow();
        String operation = target.substring(target.indexOf('.') + 1);
        return noted(operation.equals(main) ? new Call(Role.MAIN, main) : read(request, operation));
    }

    private Call read(SdkHttpRequest request, String operation) {
        return reads.computeIfAbsent(
                request.firstMatchingHeader(INVOCATION).orElseThrow(),
                first -> mainSeen
                        ? new Call(Role.READ_AFTER, operation + " after")
                        : new Call(Role.READ_BEFORE, operation + " before"));
    }

    /** A key is {@code s3backed/{table}/{item}/{attribute}/{fingerprint}-{writeId}}. */
    synchronized Call s3(SdkHttpRequest request) {
        String[] path = request.encodedPath().split("/");
        String item = path.length == 7 ? items.getOrDefault(path[4], "?") : "?";
        String method = request.method().name();
        if (request.method() == SdkHttpMethod.PUT) {
            uploads.add("s3:/" + request.encodedPath());
        }
        return noted(new Call(Role.valueOf(method), method + " " + (path.length == 7 ? path[5] : "?") + " of " + item));
    }

    private Call noted(Call call) {
        if (call.role() == Role.MAIN) {
            mainSeen = true;
            sentUploads.addAll(uploads);
        }
        seen.add(call);
        return call;
    }

    /** The calls so far, each once, in the order in which they were seen first. */
    synchronized Set<Call> distinct() {
        return new LinkedHashSet<>(seen);
    }

    /** The objects to which a request that was sent may refer. */
    synchronized Set<String> sentUploads() {
        return new HashSet<>(sentUploads);
    }

    synchronized long count(Role role) {
        return seen.stream().filter(call -> call.role() == role).count();
    }

    /** What a call is for. */
    enum Role {
        READ_BEFORE,
        MAIN,
        READ_AFTER,
        PUT,
        GET,
        DELETE
    }

    /** A call, as a row names it. */
    record Call(Role role, String name) {

        boolean isToS3() {
            return role == Role.PUT || role == Role.GET || role == Role.DELETE;
        }

        Fault error(int s3Status, String s3Code, int dynamoDbStatus, String dynamoDbCode) {
            return isToS3() ? Fault.s3Error(s3Status, s3Code) : Fault.dynamoDbError(dynamoDbStatus, dynamoDbCode);
        }

        /** Whether an object is the one that the call is about, or was so in another attempt. */
        boolean isAbout(String object, Map<String, String> items) {
            String[] path = object.split("/");
            return isToS3() && name.endsWith(" " + path[6] + " of " + items.get(path[5]));
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
