package io.github.s3backed.core;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * The value of a partition key or sort key, as it takes part in an object's key: encoded so that two different values
 * never look alike. Immutable.
 *
 * <p>The encoded form is the DynamoDB type ({@code S}, {@code N} or {@code B}), {@code -}, and the value with every byte
 * but ASCII letters, digits, {@code .} behind the first byte, {@code _} and {@code -} written as {@code !} and two upper-case hexadecimal digits
 * of its UTF-8 form. Numbers that DynamoDB holds to be equal, such as 1 and 1.0, are encoded alike.
 */
public final class KeyPart {

    private static final int MAX_DIGITS = 38;
    private static final int MIN_EXPONENT = -130;
    private static final int MAX_EXPONENT = 125;

    private final String encoded;

    private KeyPart(char type, String encodedValue) {
        this.encoded = type + "-" + encodedValue;
    }

    /** A key attribute of type S. */
    public static KeyPart string(String value) {
        return new KeyPart('S', KeyEncoding.encode(value));
    }

    /**
     * A key attribute of type N.
     *
     * @throws IllegalArgumentException if DynamoDB has no such number: it has up to 38 digits, and magnitudes from 1E-130
     *     to 9.9E+125 (Amazon DynamoDB Developer Guide, "Supported data types and naming rules")
     */
    public static KeyPart number(BigDecimal value) {
        BigDecimal shortest = value.stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (shortest.precision() > MAX_DIGITS || exponent < MIN_EXPONENT || exponent > MAX_EXPONENT) {
            throw new IllegalArgumentException(
                    "DynamoDB has no number of " + shortest.precision() + " digits and the exponent " + exponent + ".");
        }
        return new KeyPart('N', shortest.toPlainString());
    }

    /** A key attribute of type B. */
    public static KeyPart binary(byte[] value) {
        return new KeyPart('B', KeyEncoding.encode(value));
    }

    /** The encoded form. */
    String encoded() {
        return encoded;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyPart part && encoded.equals(part.encoded);
    }

    @Override
    public int hashCode() {
        return Objects.hash(encoded);
    }

    /** The type alone: the values of keys are personal data and stay out of logs. */
    @Override
    public String toString() {
        return "KeyPart[" + encoded.charAt(0) + "]";
    }
}
