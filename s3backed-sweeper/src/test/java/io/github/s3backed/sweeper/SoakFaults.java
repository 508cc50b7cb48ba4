package io.github.s3backed.sweeper;

import io.github.s3backed.testkit.Fault;
import io.github.s3backed.testkit.FaultRules;
import io.github.s3backed.testkit.HttpFaults;
import io.github.s3backed.testkit.HttpOperation;
import java.time.Duration;
import java.util.function.Predicate;
import software.amazon.awssdk.http.SdkHttpRequest;

/** What goes wrong between clients and servers, at every operation. */
final class SoakFaults {

    private static final Duration DELAY = Duration.ofMillis(150);
    private static final long WITHIN_HEAD_OF_BODY = 10;

    private SoakFaults() {}

    /** @param share how often, 1 for one request in ten */
    static HttpFaults of(long seed, double share) {
        Predicate<SdkHttpRequest> any = HttpOperation.any();
        return HttpFaults.unrecorded(FaultRules.builder()
                .seed(seed)
                .sometimes(0.015 * share, any, new Fault.BreakBefore())
                .sometimes(0.02 * share, any, new Fault.LoseAnswer())
                .sometimes(0.005 * share, any, new Fault.TimeOut(true))
                .sometimes(0.005 * share, any, new Fault.TimeOut(false))
                .sometimes(0.01 * share, any, new Fault.Throttle())
                .sometimes(0.01 * share, any, new Fault.ServerError(500))
                .sometimes(0.005 * share, any, new Fault.Instead(error()))
                .sometimes(0.01 * share, any, new Fault.BreakBody(WITHIN_HEAD_OF_BODY))
                .sometimes(0.01 * share, HttpOperation.named("GetObject"), new Fault.FlipBit(WITHIN_HEAD_OF_BODY))
                .sometimes(0.01 * share, any, new Fault.DelayRequest(DELAY))
                .sometimes(0.01 * share, any, new Fault.DelayAnswer(DELAY))
                .build());
    }

    /** Writes that take their time between upload and item, and nothing else. */
    static HttpFaults slowWrites(long seed) {
        return HttpFaults.unrecorded(FaultRules.builder()
                .seed(seed)
                .sometimes(
                        1,
                        HttpOperation.named("PutItem", "UpdateItem", "BatchWriteItem", "TransactWriteItems"),
                        new Fault.DelayRequest(Duration.ofMillis(1500)))
                .build());
    }

    /** An answer that reads the same to S3 and DynamoDB: not at all. */
    private static Fault.Answer error() {
        return new Fault.Answer(500, "text/plain", "");
    }
}
