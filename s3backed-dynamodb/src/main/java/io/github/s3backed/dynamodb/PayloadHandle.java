package io.github.s3backed.dynamodb;

import java.lang.ref.Cleaner;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A payload on its way between an adapter, such as an attribute converter, and a coordinated client, inside an
 * {@link AttributeValue} that DynamoDB would refuse: of type N, and not a number. So neither a client that does not know it
 * can store it, nor an adapter take a raw reference for a value.
 *
 * <p>The attribute value names the payload, which stays where it is: nothing is copied or converted. It is found for as long
 * as that attribute value, or one made from it by {@link AttributeValue#toBuilder}, is in use, and by this process alone.
 *
 * <p>Immutable and safe for use by many threads, as far as the value is.
 */
public final class PayloadHandle {

    private static final String PREFIX =
            "an S3-backed payload, which only the coordinated client of s3backed can store, number ";

    private static final ConcurrentMap<Long, PayloadHandle> IN_USE = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final Cleaner CLEANER = Cleaner.create();

    private final @Nullable Object value;
    private final @Nullable Supplier<AttributeValue> nativeForm;

    private PayloadHandle(@Nullable Object value, @Nullable Supplier<AttributeValue> nativeForm) {
        this.value = value;
        this.nativeForm = nativeForm;
    }

    /**
     * For requests: an attribute value that stands for a payload of an attribute that is registered with {@link
     * S3BackedAttribute#typed}.
     *
     * @param value of the Java type that the attribute's serializer handles; must not change until the write has ended
     * @param nativeForm gives the value as DynamoDB would hold it itself, for {@link NativeValues#READ_AND_WRITE}; called
     *     then alone. Throws if there is no such form.
     */
    public static AttributeValue of(Object value, Supplier<AttributeValue> nativeForm) {
        return register(new PayloadHandle(value, nativeForm));
    }

    static AttributeValue read(Object value) {
        return register(new PayloadHandle(value, null));
    }

    static AttributeValue readNative(AttributeValue nativeValue) {
        return register(new PayloadHandle(null, () -> nativeValue));
    }

    private static AttributeValue register(PayloadHandle handle) {
        long number = NUMBERS.incrementAndGet();
        // The very string in the attribute value keeps the payload: it must be no constant and nobody else's.
        String name = PREFIX + number;
        IN_USE.put(number, handle);
        CLEANER.register(name, () -> IN_USE.remove(number));
        return AttributeValue.fromN(name);
    }

    /** The handle that an attribute value of a request or response holds; empty if it holds none. */
    public static Optional<PayloadHandle> in(AttributeValue attribute) {
        String name = attribute.n();
        if (name == null || !name.startsWith(PREFIX)) {
            return Optional.empty();
        }
        PayloadHandle handle = IN_USE.get(Long.parseLong(name.substring(PREFIX.length())));
        if (handle == null) {
            throw new IllegalStateException(
                    "An S3-backed payload is not known here. Its attribute value was made by another"
                            + " process or class loader, or turned into text and back; hand over the attribute value itself.");
        }
        return Optional.of(handle);
    }

    /** The payload, or null in a response if DynamoDB holds the value itself: see {@link #nativeValue}. */
    public @Nullable Object value() {
        return value;
    }

    /**
     * The value as DynamoDB holds it itself: in a request what the adapter gave for that case; in a response, for {@link
     * NativeValues#READ}, what was found, and empty if a payload was found.
     */
    public Optional<AttributeValue> nativeValue() {
        return Optional.ofNullable(nativeForm).map(Supplier::get);
    }
}
