package io.github.s3backed.dynamodb;

import io.github.s3backed.core.Reference;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An S3-backed attribute of one item, whose value is to be stored in another way and to remain the same: see {@link
 * AttributeRewriter#rewrite}. Immutable.
 */
public final class AttributeRewrite {

    private final String table;
    private final Map<String, AttributeValue> key;
    private final String attribute;
    private final AttributeValue observed;
    private final Goal goal;
    private final @Nullable Reference adopted;

    private AttributeRewrite(
            String table,
            Map<String, AttributeValue> key,
            String attribute,
            AttributeValue observed,
            Goal goal,
            @Nullable Reference adopted) {
        this.table = table;
        this.key = key;
        this.attribute = attribute;
        this.observed = observed;
        this.goal = goal;
        this.adopted = adopted;
    }

    /**
     * A rewrite that stores the value as a write would today: offloaded or in the item, in the store and under a key of the
     * registration. Values that DynamoDB holds natively are S3-backed after it, whatever {@link NativeValues} says.
     *
     * @param table its name
     * @param item its primary key, or the whole item
     * @param attribute the name of an S3-backed attribute
     * @param observed what DynamoDB itself holds there; the item is left alone if by then it is something else
     */
    public static AttributeRewrite of(
            String table, Map<String, AttributeValue> item, String attribute, AttributeValue observed) {
        return new AttributeRewrite(
                Objects.requireNonNull(table, "table"),
                Map.copyOf(item),
                Objects.requireNonNull(attribute, "attribute"),
                Objects.requireNonNull(observed, "observed"),
                Goal.CURRENT,
                null);
    }

    /** The same, that makes the stored bytes again by the compressor of the registration, and never copies an object. */
    public AttributeRewrite recompressed() {
        return new AttributeRewrite(table, key, attribute, observed, Goal.ANEW, null);
    }

    /** A rewrite that stores the value as DynamoDB would hold it without this library. */
    public AttributeRewrite madeNative() {
        return new AttributeRewrite(table, key, attribute, observed, Goal.NATIVE, null);
    }

    /**
     * A rewrite that takes the bytes of an object for the serialized value that {@code observed} stands for. The object is left alone.
     *
     * @param object anywhere in a configured store
     */
    public AttributeRewrite adopting(Reference object) {
        return new AttributeRewrite(
                table, key, attribute, observed, Goal.ADOPTED, Objects.requireNonNull(object, "object"));
    }

    String table() {
        return table;
    }

    Map<String, AttributeValue> key() {
        return key;
    }

    String attribute() {
        return attribute;
    }

    AttributeValue observed() {
        return observed;
    }

    Goal goal() {
        return goal;
    }

    Reference adopted() {
        return Objects.requireNonNull(adopted, "adopted");
    }

    /** How the value is to be stored. */
    enum Goal {
        CURRENT,
        ANEW,
        NATIVE,
        ADOPTED
    }
}
