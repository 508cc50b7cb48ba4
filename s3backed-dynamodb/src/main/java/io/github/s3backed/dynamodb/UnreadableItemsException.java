package io.github.s3backed.dynamodb;

import io.github.s3backed.core.S3BackedException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;

/**
 * Some items of a page or batch cannot be read. The others can: {@link #response()} holds them, and where the next page
 * begins. The first failure is the cause, the others are suppressed.
 */
public final class UnreadableItemsException extends S3BackedException {

    private static final long serialVersionUID = 1L;

    private final transient DynamoDbResponse response;
    private final transient List<Failure> failures;

    UnreadableItemsException(DynamoDbResponse response, List<Failure> failures) {
        this(
                failures.size() + " items of table '" + failures.get(0).table()
                        + "' cannot be read; the first because: "
                        + failures.get(0).cause().getMessage() + " The others are in this exception's response().",
                failures.get(0).cause(),
                response,
                failures);
        failures.stream().skip(1).forEach(failure -> addSuppressed(failure.cause()));
    }

    private UnreadableItemsException(
            String message, @Nullable Throwable cause, DynamoDbResponse response, List<Failure> failures) {
        super(message, cause);
        this.response = response;
        this.failures = List.copyOf(failures);
    }

    /**
     * The response without the items that cannot be read, of the type that the request has: a {@code QueryResponse}, {@code
     * ScanResponse}, {@code BatchGetItemResponse} or {@code TransactGetItemsResponse}, where an item that cannot be read has
     * an empty place.
     */
    public DynamoDbResponse response() {
        return response;
    }

    /** The items that cannot be read, in the order of the response. Cannot be changed. */
    public List<Failure> failures() {
        return failures;
    }

    /**
     * An item that cannot be read.
     *
     * @param key its primary key; personal data, perhaps, and therefore not in the message
     */
    public record Failure(String table, Map<String, AttributeValue> key, Throwable cause) {

        public Failure {
            key = Map.copyOf(key);
        }

        /** Without the key. */
        @Override
        public String toString() {
            return "Failure[table=" + table + ", cause=" + cause + "]";
        }
    }

    @Override
    protected S3BackedException withMessage(String message) {
        return new UnreadableItemsException(message, getCause(), response, failures);
    }
}
