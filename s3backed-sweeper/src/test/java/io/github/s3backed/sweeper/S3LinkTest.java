package io.github.s3backed.sweeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3LinkTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"s3\":{\"bucket\":\"my-bucket\",\"key\":\"a/b c\",\"region\":\"us-west-2\"}}",
                "{\"s3\":{\"region\":null,\"key\":\"a/b c\",\"bucket\":\"my-bucket\"}}",
                " { \"s3\" : { \"bucket\" : \"my-bucket\" , \"key\" : \"a\\/b\\u0020c\" } } ",
            })
    void isReadHoweverItIsWritten(String text) {
        assertThat(S3Link.parse(text)).contains(Reference.parse("s3://my-bucket/a/b c"));
    }

    @Test
    void mayHaveAKeyOfAnyCharacters() {
        String text =
                "{\"s3\":{\"bucket\":\"my-bucket\",\"key\":\"{\\\"a\\\\\\u00fc}, \\n\",\"region\":\"us-west-2\"}}";
        assertThat(S3Link.parse(text)).contains(Reference.parse("s3://my-bucket/{\"a\\\u00fc}, \n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "{}",
                "{\"s3\":{}}",
                "{\"s3\":null}",
                "{\"s3\":{\"bucket\":\"my-bucket\",\"region\":\"us-west-2\"}}",
                "{\"s3\":{\"bucket\":\"my-bucket\",\"key\":\"\",\"region\":\"us-west-2\"}}",
                "{\"s3\":{\"bucket\":\"my-bucket\",\"key\":null,\"region\":\"us-west-2\"}}",
                "{\"s3\":{\"bucket\":\"my-bucket\",\"key\":\"k\",\"key\":\"l\"}}",
                "{\"s3\":{\"bucket\":\"my-bucket\",\"key\":\"k\",\"size\":\"1\"}}",
                "{\"s3\":{\"bucket\":\"my-bucket\",\"key\":\"k\",}}",
                "{\"s3\":{\"bucket\":\"my-bucket\" \"key\":\"k\"}}",
                "{\"s3\":{\"bucket\":\"my-bucket\",\"key\":\"k\"},\"other\":1}",
                "{\"s3\":{\"bucket\":\"my-bucket\",\"key\":\"k\"}} and more",
                "{\"s3\":{\"bucket\":\"my-bucket\",\"key\":\"\\x\"}}",
                "{\"s3\":{\"bucket\":\"no/bucket\",\"key\":\"k\"}}",
            })
    void isNoOtherText(String text) {
        assertThat(S3Link.parse(text)).isEmpty();
    }

    @Test
    void mayHaveAKeyOfNothingButEscapes() {
        String text = "{\"s3\":{\"bucket\":\"my-bucket\",\"key\":\"" + "\\u0061".repeat(1024) + "\"}}";
        assertThat(S3Link.parse(text)).contains(Reference.parse("s3://my-bucket/" + "a".repeat(1024)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "\\u0061", "\"a\":\"b\",", " "})
    void isNotLookedForInLongTexts(String repeated) {
        assertThat(S3Link.parse("{\"s3\":{" + repeated.repeat(100_000))).isEmpty();
        assertThat(S3Link.parse("{\"s3\":{" + repeated.repeat(1000))).isEmpty();
    }
}
