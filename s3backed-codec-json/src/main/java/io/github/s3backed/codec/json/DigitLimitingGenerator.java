package io.github.s3backed.codec.json;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Refuses to write a number that the reader would refuse for its length. */
final class DigitLimitingGenerator extends JsonGeneratorDelegate {

    // The bits of the largest number of so many digits: log2(10) is 3.3219...
    private static final int MAX_BITS = (int) Math.ceil(ExactMapper.MAX_DIGITS * (Math.log(10) / Math.log(2)));

    DigitLimitingGenerator(JsonGenerator generator) {
        super(generator, false);
    }

    @Override
    public void writeNumber(@Nullable BigInteger value) throws IOException {
        require(value == null || value.bitLength() <= MAX_BITS);
        super.writeNumber(value);
    }

    @Override
    public void writeNumber(@Nullable BigDecimal value) throws IOException {
        require(value == null || value.precision() <= ExactMapper.MAX_DIGITS);
        super.writeNumber(value);
    }

    private void require(boolean readable) throws IOException {
        if (!readable) {
            throw new JsonGenerationException(
                    "A number of more than " + ExactMapper.MAX_DIGITS + " digits could not be read back.", this);
        }
    }
}
