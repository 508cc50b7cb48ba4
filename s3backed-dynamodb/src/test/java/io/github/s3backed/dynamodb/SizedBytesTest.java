package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizedBytesTest {

    private static final int LENGTH = 1000;

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, LENGTH - 1, LENGTH, LENGTH + 1, 1L << 40})
    void readsWhatThereIsWhateverWasClaimed(long claimed) throws IOException {
        byte[] bytes = new byte[LENGTH];
        new Random(1).nextBytes(bytes);
        assertThat(SizedBytes.read(new ByteArrayInputStream(bytes), claimed)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1})
    void readsNothingWhereThereIsNothing(long claimed) throws IOException {
        assertThat(SizedBytes.read(new ByteArrayInputStream(new byte[0]), claimed))
                .isEmpty();
    }
}
