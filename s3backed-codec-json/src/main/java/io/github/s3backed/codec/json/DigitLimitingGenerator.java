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

    /** The smallest number of too many digits. */
    private static final BigInteger TOO_LARGE = BigInteger.TEN.pow(ExactMapper.MAX_DIGITS);

    DigitLimitingGenerator(JsonGenerator generator) {
        super(generator, false);
    }

    @Override
    public void writeNumber(@Nullable BigInteger value) throws IOException {
        require(value == null || value.abs().compareTo(TOO_LARGE) < 0);
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
