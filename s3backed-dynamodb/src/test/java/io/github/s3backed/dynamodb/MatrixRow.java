package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;

import io.github.s3backed.dynamodb.MatrixCalls.Call;
import io.github.s3backed.dynamodb.MatrixCalls.Role;
import io.github.s3backed.testkit.Fault;
import io.github.s3backed.testkit.Gate;
import io.github.s3backed.testkit.HttpFaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** One row of the matrix: a request through a client, and a fault at one of its calls. */
final class MatrixRow implements AutoCloseable {

    private final MatrixServers servers;
    private final Door door;
    private final MatrixKind kind;
    private final @Nullable Call call;
    private final @Nullable MatrixFault fault;
    private final MatrixItems items;
    private final MatrixRequest<?, ?> request;
    private final MatrixClients.One clients;
    private final Gate gate = new Gate();
    private final AtomicInteger hits = new AtomicInteger();
    private Map<String, Map<String, AttributeValue>> before;
    private Map<String, String> places = Map.of();
    private Set<String> initial = Set.of();
    private volatile @Nullable MatrixCalls calls;

    /** A row without a fault, which shows what calls there are. */
    static Set<Call> callsOf(MatrixServers servers, MatrixClients clients, Door door, MatrixKind kind) {
        try (MatrixRow row = new MatrixRow(servers, clients, door, kind, null, null)) {
            MatrixCalls calls = row.begin();
            String outcome = MatrixOutcome.of(() -> row.request.call(row.clients.client(), row.items))
                    .named(kind.isRead(), true);
            List<String> problems = row.problems(MatrixExpectation.SUCCESS, outcome, calls);
            if (!problems.isEmpty()) {
                throw new AssertionError(door + " " + kind + " without a fault: " + problems);
            }
            return calls.distinct();
        }
    }

    MatrixRow(
            MatrixServers servers,
            MatrixClients clients,
            Door door,
            MatrixKind kind,
            @Nullable Call call,
            @Nullable MatrixFault fault) {
        this.servers = servers;
        this.door = door;
        this.kind = kind;
        this.call = call;
        this.fault = fault;
        this.items = servers.newItems();
        this.request = kind.request(items);
        this.before = kind.before(items);
        this.clients =
                clients.open(door, plan(request -> seen().dynamoDb(request)), plan(request -> seen().s3(request)));
    }

    private MatrixCalls seen() {
        MatrixCalls armed = calls;
        return armed == null ? new MatrixCalls("", Map.of()) : armed;
    }

    private HttpFaults.Plan plan(Function<SdkHttpRequest, Call> names) {
        return (sent, number) -> {
            if (calls == null || !names.apply(sent).equals(call)) {
                return Fault.pass();
            }
            int time = hits.incrementAndGet();
            if (fault == MatrixFault.REJECTED && call.role() == Role.MAIN && kind.isConditional()) {
                failCondition();
                return Fault.pass();
            }
            return fault.on(call, time, gate);
        };
    }

    /** Changes the item meanwhile, as another writer could. */
    private void failCondition() {
        String name = kind.names().get(0);
        servers.spoil(items.key(name));
        before = new TreeMap<>(before);
        before.put(name, MatrixItems.with(before.get(name), "n", s("9")));
    }

    /** Stores the items through the client, which so is warm. From here on its calls are counted and fail. */
    private MatrixCalls begin() {
        before.values()
                .forEach(item -> clients.client()
                        .call(
                                Operation.PUT_ITEM,
                                PutItemRequest.builder()
                                        .tableName(items.table())
                                        .item(item)
                                        .build()));
        places = servers.places(items, kind.names());
        initial = servers.objects(places.keySet());
        MatrixCalls armed = new MatrixCalls(request.operation().name(), places);
        calls = armed;
        return armed;
    }

    Result run() {
        MatrixExpectation expected = MatrixExpectation.of(door, kind, call, fault);
        MatrixCalls armed = begin();
        MatrixOutcome outcome = outcome();
        String named = outcome.named(kind.isRead(), armed.count(Role.MAIN) > 0);
        List<String> problems = settledProblems(expected, named, armed);
        if (hits.get() == 0) {
            problems.add("the call was not made");
        }
        return new Result(door, kind, call, fault, expected, named, problems, outcome.failure());
    }

    private MatrixOutcome outcome() {
        if (!fault.isCancellation()) {
            return MatrixOutcome.of(() -> request.call(clients.client(), items));
        }
        Runnable release = fault == MatrixFault.CANCELLED_UNSEEN ? gate::breakOff : gate::open;
        return door == Door.ASYNC
                ? MatrixOutcome.ofCancelled(request.start(clients.client()), gate, release)
                : MatrixOutcome.ofInterrupted(
                        () -> request.call(clients.client(), items), gate, !call.isToS3(), release);
    }

    // ---- checks ----

    /** What a caller has cancelled goes on behind its back, and may take a while to clean up. */
    private List<String> settledProblems(MatrixExpectation expected, String outcome, MatrixCalls armed) {
        clients.store().await();
        List<String> problems = problems(expected, outcome, armed);
        for (int more = 0; more < 100 && fault.isCancellation() && !problems.isEmpty(); more++) {
            LockSupport.parkNanos(20_000_000);
            problems = problems(expected, outcome, armed);
        }
        return problems;
    }

    private List<String> problems(MatrixExpectation expected, String outcome, MatrixCalls armed) {
        calls = null; // What follows is the test's own.
        List<String> problems = new ArrayList<>();
        if (!List.of(expected.outcome().split("\\|")).contains(outcome)) {
            problems.add("outcome");
        }
        Set<String> references = servers.references(items, kind.names());
        Set<String> objects = servers.objects(places.keySet());
        references.stream()
                .filter(held -> !objects.contains(held))
                .forEach(held -> problems.add("G1: dangling " + held));
        checkState(expected.state(), problems);
        if (expected.leftovers() == MatrixExpectation.Leftovers.ALL_UPLOADED) {
            armed.sentUploads().stream()
                    .filter(sent -> !objects.contains(sent))
                    .forEach(gone -> problems.add("G3: removed " + gone));
            initial.stream().filter(old -> !objects.contains(old)).forEach(gone -> problems.add("G3: removed " + gone));
        }
        objects.removeAll(references);
        objects.removeIf(left -> mayBeLeft(expected.leftovers(), left));
        objects.forEach(left -> problems.add("left " + left.replaceFirst(".*/([^/]+/[^/]+)$", "$1")));
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
        Map<String, Map<String, AttributeValue>> now;
        try {
            now = readAll();
        } catch (RuntimeException e) {
            problems.add("G2: cannot read: " + e);
            return;
        }
        boolean old = now.equals(before);
        boolean changed = now.equals(kind.after(items));
        boolean right = expected == MatrixExpectation.State.OLD ? old : changed;
        if (!right) {
            problems.add("G2: the items are " + (old ? "old" : changed ? "new" : "neither old nor new: " + now));
        }
    }

    private Map<String, Map<String, AttributeValue>> readAll() {
        KeysAndAttributes keys = KeysAndAttributes.builder()
                .keys(kind.names().stream().map(items::key).toList())
                .consistentRead(true)
                .build();
        BatchGetItemRequest all = BatchGetItemRequest.builder()
                .requestItems(Map.of(items.table(), keys))
                .build();
        Map<String, Map<String, AttributeValue>> found = new TreeMap<>();
        clients.client()
                .call(Operation.BATCH_GET_ITEM, all)
                .responses()
                .get(items.table())
                .forEach(item -> found.put(items.nameOf(item.get("id").s()), item));
        return found;
    }

    @Override
    public void close() {
        gate.breakOff();
        servers.remove(items, kind.names());
        clients.close();
    }

    /** What came of a row. */
    record Result(
            Door door,
            MatrixKind kind,
            Call call,
            MatrixFault fault,
            MatrixExpectation expected,
            String observed,
            List<String> problems,
            @Nullable Throwable failure) {

        boolean ok() {
            return problems.isEmpty();
        }

        String csv() {
            return String.join(
                    ",",
                    List.of(
                            door.name(),
                            kind.name(),
                            call.name(),
                            fault.name(),
                            expected.toString(),
                            observed,
                            ok()
                                    ? "true"
                                    : "false: " + String.join("; ", problems).replace(',', ' ')));
        }

        @Override
        public String toString() {
            return door + " " + kind + ", " + call + ", " + fault + ": expected " + expected + ", was " + observed + " "
                    + problems + (failure == null ? "" : ", " + failure);
        }
    }
}
