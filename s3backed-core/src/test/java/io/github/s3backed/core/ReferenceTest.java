package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3backed.core.spi.BlobLocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://bucket/key",
                "s3://my.bucket/a//b/../c",
                "s3://bucket//leading",
                "s3://bucket/späce %20?#&+ 😀",
                "mem://x/y"
            })
    void readsBackWhatItWrites(String text) {
        assertThat(Reference.parse(text)).hasToString(text);
    }

    @Test
    void splitsAtTheFirstSlashBehindTheBucket() {
        Reference reference = Reference.parse("s3://bucket/a/b");

        assertThat(reference.location()).isEqualTo(new BlobLocation("s3", "bucket"));
        assertThat(reference.key()).isEqualTo("a/b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "text", "s3://", "s3://bucket", "s3://bucket/", "s3:///key", "S3://bucket/key", "://b/k"})
    void refusesAnythingElseWithoutRepeatingIt(String text) {
        assertThatExceptionOfType(InvalidReferenceException.class)
                .isThrownBy(() -> Reference.parse(text))
                .withMessageContaining(text.length() + " characters")
                .withMessageContaining("s3://bucket/key");
    }
}
