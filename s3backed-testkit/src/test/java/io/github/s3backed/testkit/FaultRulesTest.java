package io.github.s3backed.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Whose turn it is. */
class FaultRulesTest {

    private static final Fault FAULT = new Fault.BreakBefore();
    private static final SdkHttpRequest PUT = request("PUT", "https://bucket.s3.amazonaws.com/a");
    private static final SdkHttpRequest GET = request("GET", "https://bucket.s3.amazonaws.com/a");

    private static SdkHttpRequest request(String method, String uri, String... header) {
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder().uri(URI.create(uri)).method(SdkHttpMethod.fromValue(method));
        if (header.length > 0) {
            request.putHeader(header[0], header[1]);
        }
        return request.build();
    }

    /** Which of some requests are hit, from 1. */
    private static List<Integer> hits(FaultRules rules, int count) {
        return IntStream.rangeClosed(1, count)
                .filter(number -> rules.faultFor(PUT, number) == FAULT)
                .boxed()
                .toList();
    }

    @Test
    void theFirstOnes() {
        assertThat(hits(
                        FaultRules.builder()
                                .first(2, HttpOperation.any(), FAULT)
                                .build(),
                        9))
                .containsExactly(1, 2);
    }

    @Test
    void theThirdOne() {
        assertThat(hits(FaultRules.builder().nth(3, HttpOperation.any(), FAULT).build(), 9))
                .containsExactly(3);
    }

    @Test
    void everyThirdOne() {
        assertThat(hits(
                        FaultRules.builder()
                                .everyNth(3, HttpOperation.any(), FAULT)
                                .build(),
                        9))
                .containsExactly(3, 6, 9);
    }

    @Test
    void aRuleCountsWhatItIsAbout() {
        FaultRules rules = FaultRules.builder()
                .nth(2, HttpOperation.named("GetObject"), FAULT)
                .build();
        assertThat(rules.faultFor(GET, 1)).isEqualTo(Fault.pass());
        assertThat(rules.faultFor(PUT, 2)).isEqualTo(Fault.pass());
        assertThat(rules.faultFor(GET, 3)).isEqualTo(FAULT);
    }

    @Test
    void theFirstRuleWhoseTurnItIsDecidesAndTheOthersCountOn() {
        Fault other = new Fault.LoseAnswer();
        FaultRules rules = FaultRules.builder()
                .nth(1, HttpOperation.any(), FAULT)
                .first(2, HttpOperation.any(), other)
                .build();
        assertThat(List.of(rules.faultFor(PUT, 1), rules.faultFor(PUT, 2), rules.faultFor(PUT, 3)))
                .containsExactly(FAULT, other, Fault.pass());
    }

    private static FaultRules sometimes(long seed) {
        return FaultRules.builder()
                .seed(seed)
                .sometimes(0.1, HttpOperation.any(), FAULT)
                .build();
    }

    @Test
    void aSeedMakesChanceRepeatable() {
        assertThat(hits(sometimes(7), 1000)).isEqualTo(hits(sometimes(7), 1000)).isNotEqualTo(hits(sometimes(8), 1000));
        assertThat(hits(sometimes(7), 10_000)).hasSizeBetween(850, 1150);
    }

    @Test
    void rulesOfOneSeedAreIndependent() {
        FaultRules rules = FaultRules.builder()
                .sometimes(0.5, HttpOperation.any(), new Fault.LoseAnswer())
                .sometimes(0.5, HttpOperation.any(), FAULT)
                .build();
        assertThat(hits(rules, 10_000)).hasSizeBetween(2200, 2800);
    }

    @Test
    void neverAndAlwaysAreProbabilities() {
        assertThat(hits(
                        FaultRules.builder()
                                .sometimes(0, HttpOperation.any(), FAULT)
                                .build(),
                        100))
                .isEmpty();
        assertThat(hits(
                        FaultRules.builder()
                                .sometimes(1, HttpOperation.any(), FAULT)
                                .build(),
                        100))
                .hasSize(100);
    }

    @Test
    void aBuilderMakesPlansThatCountForThemselves() {
        FaultRules.Builder builder = FaultRules.builder().nth(2, HttpOperation.any(), FAULT);
        assertThat(hits(builder.build(), 3)).containsExactly(2);
        assertThat(hits(builder.build(), 3)).containsExactly(2);
    }

    @Test
    void turnsAndProbabilitiesThatCannotBeAreRefused() {
        FaultRules.Builder rules = FaultRules.builder();
        assertThatThrownBy(() -> rules.nth(0, HttpOperation.any(), FAULT)).hasMessageContaining("from 1");
        assertThatThrownBy(() -> rules.everyNth(0, HttpOperation.any(), FAULT)).hasMessageContaining("from 1");
        assertThatThrownBy(() -> rules.sometimes(1.1, HttpOperation.any(), FAULT))
                .hasMessageContaining("from 0 to 1");
        assertThatThrownBy(() -> rules.sometimes(Double.NaN, HttpOperation.any(), FAULT))
                .hasMessageContaining("from 0 to 1");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, https://b.s3.amazonaws.com/k, GetObject",
        "GET, http://127.0.0.1:1/b/k, GetObject",
        "GET, http://127.0.0.1:1/b/k/l?versionId=1, GetObject",
        "HEAD, http://127.0.0.1:1/b/k, HeadObject",
        "PUT, http://127.0.0.1:1/b/k, PutObject",
        "DELETE, http://127.0.0.1:1/b/k, DeleteObject",
        "GET, http://127.0.0.1:1/b, ListObjects",
        "GET, https://b.s3.eu-west-1.amazonaws.com/?list-type=2, ListObjectsV2",
        "GET, http://127.0.0.1:1/b?list-type=2&prefix=p, ListObjectsV2",
        "GET, http://127.0.0.1:1/b?versions, ListObjectVersions",
        "GET, http://127.0.0.1:1/b?uploads, ListMultipartUploads",
        "GET, http://127.0.0.1:1/b?versioning, GetBucketVersioning",
        "POST, http://127.0.0.1:1/b?delete, DeleteObjects",
        "POST, http://127.0.0.1:1/b/k?uploads, CreateMultipartUpload",
        "PUT, http://127.0.0.1:1/b/k?uploadId=u&partNumber=1, UploadPart",
        "POST, http://127.0.0.1:1/b/k?uploadId=u, CompleteMultipartUpload",
        "DELETE, http://127.0.0.1:1/b/k?uploadId=u, AbortMultipartUpload",
        "PUT, http://127.0.0.1:1/b/k?tagging, PUT object ?tagging"
    })
    void operationsOfS3AreKnownByTheirShape(String method, String uri, String operation) {
        assertThat(HttpOperation.of(request(method, uri))).isEqualTo(operation);
    }

    @Test
    void copiesAreKnownByTheirSource() {
        String[] source = {"x-amz-copy-source", "b/k"};
        assertThat(HttpOperation.of(request("PUT", "http://h/b/k", source))).isEqualTo("CopyObject");
        assertThat(HttpOperation.of(request("PUT", "http://h/b/k?uploadId=u&partNumber=1", source)))
                .isEqualTo("UploadPartCopy");
    }

    @Test
    void operationsOfDynamoDbAreKnownByTheirTarget() {
        assertThat(HttpOperation.of(request("POST", "http://h/", "X-Amz-Target", "DynamoDB_20120810.PutItem")))
                .isEqualTo("PutItem");
    }
}
