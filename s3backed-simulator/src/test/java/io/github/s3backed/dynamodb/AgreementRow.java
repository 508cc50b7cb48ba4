package io.github.s3backed.dynamodb;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.dynamodb.MatrixCalls.Call;
import io.github.s3backed.dynamodb.MatrixCalls.Role;
import io.github.s3backed.simulator.Fate;
import io.github.s3backed.simulator.Models;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** A row of the fault matrix, of the client that does not block, over the simulator's models in place of servers. */
final class AgreementRow {

    private static final String TABLE = "items";

    private final MatrixKind kind;
    private final @Nullable Call call;
    private final @Nullable MatrixFault fault;
    private final Models models = new Models();
    private final MatrixItems items = new MatrixItems(TABLE, "row");
    private final Door.Client client;
    private final Map<String, String> places = new HashMap<>();
    private final Set<Call> calls = new LinkedHashSet<>();
    private final Set<String> uploads = new TreeSet<>();
    private final Set<String> sentUploads = new TreeSet<>();
    private Map<String, Map<String, AttributeValue>> before;
    private @Nullable CompletableFuture<?> future;
    private boolean hit;
    private boolean over;

    /** A row without a fault, which shows what calls there are. */
    static Set<Call> callsOf(MatrixKind kind) {
        AgreementRow row = new AgreementRow(kind, null, null);
        List<String> problems = row.run(MatrixExpectation.SUCCESS);
        if (!problems.isEmpty()) {
            throw new AssertionError(kind + " without a fault: " + problems);
        }
        return row.calls;
    }

    AgreementRow(MatrixKind kind, @Nullable Call call, @Nullable MatrixFault fault) {
        this.kind = kind;
        this.call = call;
        this.fault = fault;
        this.before = kind.before(items);
        this.client = Door.over(models.settings()
                .blobStore(models.store())
                .keyTemplate(KeyTemplate.EXCLUSIVE)
                .threshold(0)
                .table(S3BackedTable.builder(TABLE)
                        .partitionKey("id")
                        .attribute(S3BackedAttribute.text("body").build())
                        .attribute(S3BackedAttribute.binary("image").build())
                        .build())
                .build()
                .wrap(models.dynamoDb()));
    }

    /** What is not as expected; empty if all is. */
    List<String> run() {
        return run(MatrixExpectation.of(Door.ASYNC, kind, call, fault));
    }

    private List<String> run(MatrixExpectation expected) {
        before.values()
                .forEach(item -> client.call(
                        Operation.PUT_ITEM,
                        PutItemRequest.builder().tableName(TABLE).item(item).build()));
        names().forEach(name ->
                references(name).forEach(reference -> places.put(reference.split("/")[5], name)));
        Set<String> initial = models.objects();
        models.quiet(false);
        MatrixRequest<?, ?> request = kind.request(items);
        boolean[] right = new boolean[1];
        future = start(request, right);
        models.run(this::fateOf);
        String outcome =
                outcome(right[0]).named(kind.isRead(), calls.stream().anyMatch(each -> each.role() == Role.MAIN));
        models.quiet(true);
        List<String> problems = problems(expected, outcome, initial);
        if (call != null && !hit) {
            problems.add("the call was not made");
        }
        return problems;
    }

    private <Q, R> CompletableFuture<R> start(MatrixRequest<Q, R> request, boolean[] right) {
        CompletableFuture<R> begun = request.start(client);
        begun.whenComplete((answer, failure) ->
                right[0] = failure == null && request.isRight().test(answer, items));
        return begun;
    }

    private List<String> names() {
        return kind.names();
    }

    private MatrixOutcome outcome(boolean right) {
        try {
            future.getNow(null);
            return new MatrixOutcome(future.isDone() ? null : new AssertionError("has not ended"), right);
        } catch (CancellationException e) {
            return new MatrixOutcome(e, false);
        } catch (CompletionException e) {
            return new MatrixOutcome(e.getCause(), false);
        }
    }

    // ---- what becomes of requests ----

    private @Nullable Fate fateOf(Models.Request request) {
        Call named = named(request);
        if (!named.equals(call) || over) {
            return request.usual();
        }
        hit = true;
        if (fault == MatrixFault.REJECTED && named.role() == Role.MAIN && kind.isConditional()) {
            failCondition();
            over = true;
            return request.usual();
        }
        return fault.isCancellation() ? cancelled(request) : faulty(request, named.isToS3());
    }

    /** A call of S3, or of DynamoDB that is no write, is repeated by the SDK by itself, which is not modelled. */
    private Fate faulty(Models.Request request, boolean toS3) {
        if (fault.passes()) {
            return passing(request, toS3);
        }
        boolean done = fault == MatrixFault.LOST_ALWAYS || fault == MatrixFault.TIMEOUT_DONE;
        if (request.sent() && done && isWrite(request)) {
            return Fate.ARRIVES;
        }
        if (!request.sent()) {
            return request.possible().contains(Fate.ANSWER_LOST) ? Fate.ANSWER_LOST : request.usual();
        }
        return switch (fault) {
            case REJECTED -> toS3 ? Fate.LOST : Fate.REFUSED;
            case SERVER_ERROR -> toS3 ? Fate.LOST : Fate.FAILS;
            case THROTTLED_ALWAYS -> toS3 ? Fate.LOST : Fate.THROTTLED;
            default -> Fate.LOST;
        };
    }

    private static boolean isWrite(Models.Request request) {
        return request.possible().contains(Fate.GIVEN_UP);
    }

    private Fate passing(Models.Request request, boolean toS3) {
        if (!isRepeatedByUs(request) && !request.possible().contains(Fate.SENT_AGAIN)) {
            return request.usual();
        }
        if (fault == MatrixFault.LOST_ONCE) {
            if (request.sent()) {
                return Fate.ARRIVES;
            }
            over = true;
            return toS3 ? Fate.SENT_AGAIN : Fate.ANSWER_LOST;
        }
        over = true;
        return toS3 ? request.usual() : fault == MatrixFault.RESET_ONCE ? Fate.LOST : Fate.THROTTLED;
    }

    private boolean isRepeatedByUs(Models.Request request) {
        return !kind.isRead()
                && request.kind().equals(kind.request(items).operation().name());
    }

    private @Nullable Fate cancelled(Models.Request request) {
        if (request.sent() && fault == MatrixFault.CANCELLED_DONE) {
            return Fate.ARRIVES;
        }
        if (!future.isCancelled()) {
            future.cancel(true);
            return null;
        }
        over = true;
        return request.abandoned() ? Fate.VANISHES : request.sent() ? Fate.LOST : request.usual();
    }

    private void failCondition() {
        String name = names().get(0);
        Map<String, AttributeValue> spoilt = MatrixItems.with(models.item(items.id(name)), "n", MatrixItems.s("9"));
        models.write(items.id(name), spoilt);
        before = new TreeMap<>(before);
        before.put(name, MatrixItems.with(before.get(name), "n", MatrixItems.s("9")));
    }

    /** As {@link MatrixCalls} names it. */
    private Call named(Models.Request request) {
        Call named = request.kind().endsWith("Object") ? ofS3(request) : ofDynamoDb(request.kind());
        if (named.role() == Role.MAIN) {
            sentUploads.addAll(uploads);
        }
        if (named.role() == Role.PUT) {
            uploads.add("s3://b/" + request.about());
        }
        calls.add(named);
        return named;
    }

    private static Role roleOf(String kind) {
        return Role.valueOf(kind.substring(0, kind.length() - "Object".length()).toUpperCase(Locale.ROOT));
    }

    private Call ofS3(Models.Request request) {
        String[] path = request.about().split("/");
        Role role = roleOf(request.kind());
        return new Call(role, role + " " + path[3] + " of " + places.getOrDefault(path[2], "?"));
    }

    private Call ofDynamoDb(String operation) {
        if (operation.equals(kind.request(items).operation().name())) {
            return new Call(Role.MAIN, operation);
        }
        return calls.stream().anyMatch(seen -> seen.role() == Role.MAIN)
                ? new Call(Role.READ_AFTER, operation + " after")
                : new Call(Role.READ_BEFORE, operation + " before");
    }

    // ---- checks ----

    private List<String> references(String name) {
        return models.item(items.id(name)).values().stream()
                .map(AttributeValue::s)
                .filter(value -> value != null && value.startsWith("s3://"))
                .toList();
    }

    private List<String> problems(MatrixExpectation expected, String outcome, Set<String> initial) {
        List<String> problems = new ArrayList<>();
        if (!List.of(expected.outcome().split("\\|")).contains(outcome)) {
            problems.add("expected " + expected.outcome() + ", was " + outcome);
        }
        Set<String> objects = models.objects();
        Set<String> references = new TreeSet<>();
        names().forEach(name -> references.addAll(references(name)));
        references.stream()
                .filter(held -> !objects.contains(held))
                .forEach(held -> problems.add("G1: dangling " + held));
        checkState(expected.state(), problems);
        if (expected.leftovers() == MatrixExpectation.Leftovers.ALL_UPLOADED) {
            Set<String> needed = new TreeSet<>(sentUploads);
            needed.addAll(initial);
            needed.removeAll(objects);
            needed.forEach(gone -> problems.add("G3: removed " + gone));
        }
        objects.removeAll(references);
        objects.removeIf(left -> mayBeLeft(expected.leftovers(), left));
        objects.forEach(left -> problems.add("left " + left));
        return problems;
    }

    private boolean mayBeLeft(MatrixExpectation.Leftovers allowed, String object) {
        return switch (allowed) {
            case NONE -> false;
            case THE_FAULTY_ONE -> call.isAbout(object, places);
            case ANY, ALL_UPLOADED -> true;
        };
    }

    private void checkState(MatrixExpectation.State expected, List<String> problems) {
        Map<String, Map<String, AttributeValue>> now = new TreeMap<>();
        for (String name : names()) {
            Map<String, AttributeValue> item = client.call(
                            Operation.GET_ITEM,
                            GetItemRequest.builder()
                                    .tableName(TABLE)
                                    .key(items.key(name))
                                    .consistentRead(true)
                                    .build())
                    .item();
            if (!item.isEmpty()) {
                now.put(name, item);
            }
        }
        boolean right = now.equals(expected == MatrixExpectation.State.OLD ? before : kind.after(items));
        if (!right) {
            problems.add("G2: the items are not " + expected + ": " + now);
        }
    }
}
