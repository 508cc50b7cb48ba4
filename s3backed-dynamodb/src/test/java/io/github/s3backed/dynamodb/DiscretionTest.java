package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.testkit.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Whatever fails, logs of every level and messages of every error hold nothing of payloads, key values and credentials. */
@AwsTest
class DiscretionTest {

    private static final String PAYLOAD = "a-private-payload ";
    private static final String KEY = "a-private-key";

    private final AwsBackend aws;
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    DiscretionTest(AwsBackend aws) {
        this.aws = aws;
    }

    @ParameterizedTest
    @EnumSource
    void nothingPrivateIsSaidOfWhatFails(Door door) {
        LoggingListener usual = new LoggingListener();
        try (Tapped logs = new Tapped();
                Bench bench = new Bench(
                        aws,
                        door,
                        settings -> settings.maxPayloadBytes(10_000).listener(event -> {
                            said.add(event.toString());
                            usual.onEvent(event);
                        }),
                        table -> table)) {
            logs.listen();
            writesFail(bench);
            storedOnesAreNotAsTheyShouldBe(bench);
            requestsAreRefused(bench);
            logs.flush();
        }

        assertThat(failures).hasSize(15).doesNotContainNull();
        failures.forEach(failure -> said.add(all(failure)));
        assertThat(said)
                .as("that something is heard at all")
                .anyMatch(text -> text.contains("of unknown outcome"))
                .anyMatch(text -> text.contains("could not be removed"))
                .anyMatch(text -> text.contains("attribute 'body' of table"));
        String secret = aws.s3()
                .serviceClientConfiguration()
                .credentialsProvider()
                .resolveIdentity()
                .join()
                .secretAccessKey();
        assertThat(said)
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain(PAYLOAD.trim())
                        .doesNotContain(KEY)
                        .doesNotContain(secret)
                        .doesNotContain("X-Amz-Signature")
                        .doesNotContain("Signature="));
    }

    private void fails(Runnable call) {
        failures.add(catchThrowable(call::run));
    }

    private static Map<String, AttributeValue> item(String suffix, AttributeValue body) {
        return new HashMap<>(Map.of("id", s(KEY + suffix), "body", body));
    }

    private static AttributeValue payload() {
        return s(PAYLOAD.repeat(20));
    }

    private void writesFail(Bench bench) {
        bench.s3Plan[0] = (request, number) ->
                request.method() == SdkHttpMethod.PUT && request.encodedPath().contains("/body/")
                        ? Fault.s3Error(403, "AccessDenied")
                        : Fault.pass();
        fails(() -> bench.put(item("-1", payload())));
        bench.s3Plan[0] = (request, number) ->
                request.method() == SdkHttpMethod.DELETE ? Fault.s3Error(403, "AccessDenied") : Fault.pass();
        fails(() -> conditionalPut(bench));
        bench.s3Plan[0] = (request, number) -> Fault.pass();
        bench.dynamoDbPlan[0] = (request, number) -> Fault.dynamoDbError(500, "InternalServerError");
        fails(() -> bench.put(item("-2", payload())));
        bench.dynamoDbPlan[0] = (request, number) -> Fault.pass();
    }

    private static void conditionalPut(Bench bench) {
        bench.client.call(
                Operation.PUT_ITEM,
                PutItemRequest.builder()
                        .tableName(bench.table)
                        .item(item("-1", payload()))
                        .conditionExpression("id = :id")
                        .expressionAttributeValues(Map.of(":id", s(KEY)))
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                        .build());
    }

    private void storedOnesAreNotAsTheyShouldBe(Bench bench) {
        bench.put(item("-3", payload()));
        AttributeValue reference = bench.stored(KEY + "-3").get("body");
        bench.s3Plan[0] =
                (request, number) -> request.method() == SdkHttpMethod.GET ? new Fault.FlipBit(15) : Fault.pass();
        fails(() -> bench.get(KEY + "-3"));
        bench.s3Plan[0] = (request, number) -> Fault.pass();
        byte[] damaged = ("\u0000S3B" + PAYLOAD).getBytes(StandardCharsets.ISO_8859_1);
        damaged[0] = (byte) 0xb3;
        damaged[4] = 1;
        for (AttributeValue stored : List.of(
                reference, // copied from another item
                s(reference.s().replaceFirst("://[^/]*/", "://somebody-elses/")),
                payload(), // written natively
                s("https://" + PAYLOAD.trim() + "/x"),
                AttributeValue.fromB(SdkBytes.fromByteArray(damaged)),
                AttributeValue.fromSs(List.of(PAYLOAD)))) {
            aws.dynamoDb().putItem(put -> put.tableName(bench.table).item(item("-4", stored)));
            fails(() -> bench.get(KEY + "-4"));
        }
        String[] location = reference.s().substring("s3://".length()).split("/", 2);
        aws.s3().deleteObject(delete -> delete.bucket(location[0]).key(location[1]));
        fails(() -> bench.get(KEY + "-3"));
    }

    private void requestsAreRefused(Bench bench) {
        fails(() -> bench.put(item("-5", AttributeValue.fromN("1234567890"))));
        fails(() -> bench.put(item("-5", s(PAYLOAD + "\ud800"))));
        fails(() -> bench.put(item("-5", s(PAYLOAD.repeat(1000)))));
        fails(() -> bench.client.call(
                Operation.SCAN,
                ScanRequest.builder()
                        .tableName(bench.table)
                        .filterExpression("body = :b")
                        .expressionAttributeValues(Map.of(":b", s(PAYLOAD)))
                        .build()));
        assertThat(catchThrowable(() -> bench.client.call(
                        Operation.UPDATE_ITEM,
                        UpdateItemRequest.builder()
                                .tableName(bench.table)
                                .key(Map.of("id", s(KEY)))
                                .updateExpression("SET other = body")
                                .build())))
                .isInstanceOf(RefusedRequestException.class)
                .satisfies(failure -> said.add(all(failure)));
    }

    /** With all causes and what was suppressed. */
    private static String all(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** All logs of this library, and those of others as a test configures them. */
    private final class Tapped extends Handler implements AutoCloseable {

        private final Logger ours = Logger.getLogger("io.github.s3backed");
        private final Logger root = Logger.getLogger("");

        void listen() {
            setLevel(Level.ALL);
            ours.setLevel(Level.ALL);
            root.addHandler(this);
        }

        @Override
        public void publish(LogRecord record) {
            said.add(record.getMessage() + (record.getThrown() == null ? "" : all(record.getThrown())));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            root.removeHandler(this);
            ours.setLevel(null);
        }
    }
}
