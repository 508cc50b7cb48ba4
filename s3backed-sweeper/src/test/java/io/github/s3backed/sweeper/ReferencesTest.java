package io.github.s3backed.sweeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.spi.BlobLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ReferencesTest {

    private static List<String> in(AttributeValue value) {
        List<String> keys = new ArrayList<>();
        new References(new BlobLocation("s3", "bucket")).in(Map.of("a", value), keys::add);
        return keys;
    }

    private static AttributeValue s(String text) {
        return AttributeValue.fromS(text);
    }

    @Test
    void areFoundHoweverDeep() {
        assertThat(in(s("s3://bucket/a/b"))).containsExactly("a/b");
        assertThat(in(AttributeValue.fromSs(List.of("s3://bucket/a", "x", "s3://bucket/b"))))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(in(AttributeValue.fromL(
                        List.of(AttributeValue.fromM(Map.of("m", s("s3://bucket/c"))), s("s3://bucket/d")))))
                .containsExactly("c", "d");
    }

    @Test
    void areOfThisStoreAloneAndHaveAKey() {
        for (String other :
                List.of("s3://bucket/", "s3://bucket", "s3://bucket2/a", "mem://bucket/a", " s3://bucket/a", "")) {
            assertThat(in(s(other))).as(other).isEmpty();
        }
        assertThat(in(AttributeValue.fromN("1"))).isEmpty();
        assertThat(in(AttributeValue.fromB(SdkBytes.fromUtf8String("s3://bucket/a"))))
                .isEmpty();
    }
}
