package io.github.s3backed.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A protocol that loses data, or lies: what the project does, but for one change. The simulator must find out.
 *
 * @param name what is done wrong
 * @param edits what is changed in the sources
 * @param scenario the only one that is searched, where the schedules are too few among all; else null
 */
record KnownBad(String name, List<Edit> edits, @Nullable Scenario scenario) {

    private static final String MAIN = "/src/main/java/io/github/s3backed/";
    private static final String PROTOCOL = "s3backed-dynamodb" + MAIN + "dynamodb/";
    private static final String CORE = "s3backed-core" + MAIN + "core/";
    private static final String SWEEPER = "s3backed-sweeper" + MAIN + "sweeper/";
    private static final String STREAMS = "s3backed-streams" + MAIN + "streams/";
    private static final Scenario PUT_BACK = Scenario.puttingBack();

    /**
     * A change of a source.
     *
     * @param file from the project's root on
     * @param find what is there exactly once
     * @param replacement what takes its place
     */
    record Edit(String file, String find, String replacement) {}

    static List<KnownBad> all() {
        return List.of(
                of(
                        "roll back on any exception",
                        PROTOCOL + "WriteRun.java",
                        "Verdict verdict = Verdict.of(failure, write.rejections());",
                        "Verdict verdict = Verdict.REJECTED;"),
                of(
                        "remove the old object before the write",
                        PROTOCOL + "WriteRun.java",
                        "return observed.thenCompose(before -> transmit(before));",
                        "return observed.thenCompose(before -> removal.release(before).thenCompose(done ->"
                                + " transmit(before)));"),
                of(
                        "trust a shared object of any age",
                        CORE + "SharedPut.java",
                        "return found.age().compareTo(trustFor.get()) < 0;",
                        "return true;"),
                of(
                        "take a failed condition of a retry for a failure",
                        PROTOCOL + "WriteRun.java",
                        "            return committedEarlier(failure);",
                        "            doubtful.clear(); inDoubtSince = null;"),
                of(
                        "retry a put with the same write id",
                        PROTOCOL + "WriteRun.java",
                        "if (last == Verdict.UNKNOWN && !write.isIdempotent()) {",
                        "if (false) {"),
                new KnownBad(
                        "let a failed clean-up turn a commit into a failure",
                        List.of(
                                new Edit(
                                        PROTOCOL + "Removal.java",
                                        "ifPresent(cause -> failed(failed.keySet(), cause));",
                                        "ifPresent(cause -> { throw new java.util.concurrent.CompletionException(cause); });"),
                                new Edit(
                                        PROTOCOL + "WriteRun.java",
                                        "? release(response, before).thenApply(done -> presented)",
                                        "? release(response, before).thenApply(done -> presented).exceptionallyCompose(e ->"
                                                + " removal.rollBack(attempt, doubtful).handle((a, b) -> null)"
                                                + ".thenCompose(x -> fail(Failures.unwrap(e))))")),
                        null),
                of(
                        "roll unprocessed items back",
                        PROTOCOL + "BatchWriteItemWrite.java",
                        "unknown.addAll(own);",
                        "entry.values().forEach(value -> attempt.reference(value)"
                                + ".ifPresent(place -> released.add(value.upload().held(place))));"
                                + " held.put(entry.id(), Set.of());",
                        Scenario.often(
                                Scenario.Mode.EXCLUSIVE,
                                Scenario.Beginning.ABSENT,
                                Act.BATCH_PUT,
                                Act.BATCH_PUT,
                                false)),
                of(
                        "remove what unprocessed items would have replaced",
                        PROTOCOL + "BatchWriteItemWrite.java",
                        "unknown.addAll(own);",
                        "unknown.addAll(own); released.addAll(before.getOrDefault(entry.id(), List.of()));"
                                + " held.put(entry.id(), own);"),
                of(
                        "judge an update by its expression",
                        PROTOCOL + "UpdateItemWrite.java",
                        "if (update.isPlain()) {",
                        "if (true) {"),
                of(
                        "remove an observed object under a shared key",
                        PROTOCOL + "Held.java",
                        "attribute.removesObjects() && attribute.pipeline().isExclusiveTo(reference, context)",
                        "attribute.removesObjects()"),
                of(
                        "send a write whatever time its uploads took",
                        PROTOCOL + "WriteRun.java",
                        "if (since(uploadedAt).compareTo(deadline) > 0) {",
                        "if (false) {",
                        Scenario.of(
                                Scenario.Mode.EXCLUSIVE, Scenario.Beginning.ABSENT, Act.PUT, Act.TRANSACT_PUTS, true)),
                new KnownBad(
                        "repeat a transaction without another look at the clock",
                        List.of(new Edit(
                                PROTOCOL + "WriteRun.java",
                                "if (inDoubtSince != null && isTokenOld()) {",
                                "if (false) {")),
                        Scenario.often(
                                Scenario.Mode.EXCLUSIVE,
                                Scenario.Beginning.ABSENT,
                                Act.TRANSACT_PUTS,
                                Act.DELETE,
                                false)),
                of(
                        "take a missing object for lost, without a second look at the item",
                        PROTOCOL + "ItemReader.java",
                        "return failure instanceof MissingObject missing",
                        "return failure instanceof MissingObject missing && false"),
                new KnownBad(
                        "write a reference back that was read and not fetched",
                        List.of(
                                new Edit(
                                        CORE + "CopiedUpload.java",
                                        "return pipeline.place(source.fingerprint(), writeId, context);",
                                        "return source.followed().reference();"),
                                new Edit(
                                        CORE + "CopiedUpload.java",
                                        "return source.explained(pipeline.copy(source.followed(), observed, place.key()));",
                                        "return java.util.concurrent.CompletableFuture.completedFuture(PutResult.EXISTS);")),
                        null),
                of(
                        "remove what was copied before the copy is referred to",
                        CORE + "CopiedUpload.java",
                        "return source.explained(pipeline.copy(source.followed(), observed, place.key()));",
                        "return pipeline.copy(source.followed(), observed, place.key()).thenCompose(done ->"
                                + " source.followed().store().delete(source.followed().key()).thenApply(gone -> done));"),
                of(
                        "move an item whatever it has become since it was read",
                        PROTOCOL + "ItemTransfer.java",
                        "        item.forEach((name, value) -> {",
                        "        copy.fromKey().forEach((name, value) -> {"),
                new KnownBad(
                        "try a move again though it may yet be done",
                        List.of(new Edit(PROTOCOL + "ItemTransfer.java", " && !isInDoubt(failure)", "")),
                        Scenario.moving()),
                of(
                        "take a payload that is fetched late for lost, without a look at the item",
                        PROTOCOL + "LateReads.java",
                        ".filter(held -> held.reference().equals(reference))",
                        ""),
                of(
                        "look for a shared object, and put it only if it is not there",
                        CORE + "SharedPut.java",
                        "CompletableFuture<PutResult> first = store.put(key, payload.content(), payload.metadata(), PutMode.IF_ABSENT)",
                        "CompletableFuture<PutResult> first = store.head(key).thenCompose(found -> found.isPresent()"
                                + " ? CompletableFuture.completedFuture(PutResult.STORED)"
                                + " : store.put(key, payload.content(), payload.metadata(), PutMode.IF_ABSENT))"),
                of(
                        "sweep without a grace period",
                        SWEEPER + "SweepRun.java",
                        "ground.now().minus(grace)",
                        "ground.now()"),
                new KnownBad(
                        "sweep by the age at deletion",
                        List.of(
                                new Edit(
                                        SWEEPER + "ListingPhase.java",
                                        "keys, marks, state.cutOff(),",
                                        "keys, marks, java.time.Instant.MAX,"),
                                new Edit(
                                        SWEEPER + "DeletePhase.java",
                                        "delete(Batches.read(new DataInputStream(new ByteArrayInputStream(body))), lines, done);",
                                        "List<Orphan> old = Batches.read(new DataInputStream(new ByteArrayInputStream(body)));"
                                                + " java.time.Instant now = Waiting.on(settings.store().list(\"s3backed/\", null),"
                                                + " settings.scans().patience()).observedAt();"
                                                + " old.removeIf(orphan -> orphan.lastModified().isAfter(now.minus(java.time.Duration.ofHours(24))));"
                                                + " if (!old.isEmpty()) { delete(old, lines, done); }")),
                        null),
                of(
                        "sweep with a cut-off from after the scan",
                        SWEEPER + "ListingPhase.java",
                        "keys, marks, state.cutOff(),",
                        "keys, marks, Waiting.on(settings.store().list(\"s3backed/\", null), settings.scans().patience()).observedAt()"
                                + ".minus(ground.policy().gracePeriod()),"),
                of(
                        "resume a sweep with a newer cut-off",
                        SWEEPER + "SweepState.java",
                        "cutOff = Instant.ofEpochSecond(body.readLong(), body.readInt());",
                        "cutOff = freshCutOff;"),
                of(
                        "sweep though a segment has failed",
                        SWEEPER + "Segments.java",
                        "                run(scan);",
                        "                try { run(scan); } catch (RuntimeException e) { }"),
                new KnownBad(
                        "sweep a shared object by its key, though it was stored again",
                        List.of(
                                new Edit(
                                        SWEEPER + "ListingPhase.java",
                                        "                        version.length(),\n                        version.lastModified());",
                                        "version.current() ? -1 : version.length(), version.lastModified());"),
                                new Edit(
                                        SWEEPER + "DeletePhase.java",
                                        ".deleteVersions(\n"
                                                + "                                        batch.stream().map(DeletePhase::version).toList()),",
                                        ".deleteVersions(batch.stream().flatMap(orphan -> orphan.length() >= 0"
                                                + " ? java.util.stream.Stream.of(version(orphan)) : Waiting.on(((VersionedBlobStore)"
                                                + " settings.store()).listVersions(orphan.key(), null), settings.scans().patience()).entries()"
                                                + ".stream()).toList()),")),
                        null),
                of(
                        "mark no references within lists and maps",
                        SWEEPER + "References.java",
                        "case M -> value.m().values().forEach(element -> in(element, keys));",
                        "case M -> {}"),
                new KnownBad(
                        "go by what the sweep before has scanned",
                        List.of(new Edit(
                                SWEEPER + "SweepState.java",
                                "        Files.deleteIfExists(folder.resolve(\"sweep\"));",
                                "        Files.deleteIfExists(folder.resolve(\"sweep\")); if (true) { return; }")),
                        null),
                of(
                        "remove what a record released, without another look at the item",
                        STREAMS + "Releases.java",
                        "Set<String> held = ImageStrings.of(itemNow(release.record()));",
                        "Set<String> held = Set.of();",
                        PUT_BACK),
                of(
                        "remove what a record released, after a look at the item that may be stale",
                        STREAMS + "Releases.java",
                        ".consistentRead(true)",
                        ".consistentRead(false)",
                        PUT_BACK),
                new KnownBad(
                        "remove what a record's old image holds, whatever the item holds",
                        List.of(
                                new Edit(
                                        STREAMS + "Releases.java",
                                        "Set<String> kept = ImageStrings.of(record.data().newImage());",
                                        "Set<String> kept = Set.of();"),
                                new Edit(
                                        STREAMS + "Releases.java",
                                        "Set<String> held = ImageStrings.of(itemNow(release.record()));",
                                        "Set<String> held = Set.of();")),
                        null),
                of(
                        "remove a shared object that a record released",
                        STREAMS + "Releases.java",
                        "table.isExclusive(before, attribute, reference)",
                        "true"));
    }

    int[] scenarioChoices() {
        return scenario == null ? new int[0] : scenario.toChoices();
    }

    private static KnownBad of(String name, String file, String find, String replacement) {
        return of(name, file, find, replacement, null);
    }

    private static KnownBad of(String name, String file, String find, String replacement, @Nullable Scenario scenario) {
        return new KnownBad(name, List.of(new Edit(file, find, replacement)), scenario);
    }

    @Override
    public String toString() {
        return name;
    }
}
