package io.github.s3backed.simulator;

import io.github.s3backed.core.Compressors;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.dynamodb.CleanUp;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.S3BackedTable;
import io.github.s3backed.dynamodb.SimulatedWorld;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** What is simulated: the coordinated client itself, of which each actor has one. */
final class ProtocolClients {

    private static final KeyTemplate SHARED = KeyTemplate.of("shared/{fingerprint}");
    private static final Compressors COMPRESSORS = Compressors.discover();
    private static final S3BackedTable TABLE = S3BackedTable.builder(Table.NAME)
            .partitionKey(Table.KEY)
            .attribute(S3BackedAttribute.text("body").build())
            .attribute(S3BackedAttribute.text("note").build())
            .build();
    private static final S3BackedTable LAZY_TABLE = S3BackedTable.builder(Table.NAME)
            .partitionKey(Table.KEY)
            .attribute(S3BackedAttribute.text("body").lazy().build())
            .attribute(S3BackedAttribute.text("note").lazy().build())
            .build();

    private static final Map<Scenario.Mode, S3BackedDynamoDb> DECLARED =
            Arrays.stream(Scenario.Mode.values()).collect(Collectors.toMap(mode -> mode, ProtocolClients::declare));

    private ProtocolClients() {}

    /** What a sweeper goes by: the tables of a fleet, and the templates of all of it. */
    static S3BackedDynamoDb declared(Scenario.Mode mode) {
        return DECLARED.get(mode);
    }

    private static S3BackedDynamoDb declare(Scenario.Mode mode) {
        return keys(S3BackedDynamoDb.builder(), mode == Scenario.Mode.SHARED)
                .blobStore(MemoryBlobStore.create("declared"))
                .compressors(COMPRESSORS)
                .table(TABLE)
                .build();
    }

    /** That of a handler of streams, which can do nothing for shared objects. */
    static S3BackedDynamoDb ofStream(Simulation simulation, Actor actor, BlobStore store) {
        return s3backed(simulation, false, actor, store, TABLE);
    }

    static Clients of(Simulation simulation, Scenario scenario, Actor actor, Table table, Bucket bucket) {
        boolean shared = scenario.mode() == Scenario.Mode.SHARED
                || scenario.mode() == Scenario.Mode.MIXED && actor.number % 2 == 0;
        SimulatedDynamoDb plain = new SimulatedDynamoDb(simulation, actor, table, scenario.attempts());
        SimulatedBlobStore store = new SimulatedBlobStore(simulation, actor, bucket);
        return new Clients(
                s3backed(simulation, shared, actor, store, TABLE),
                plain,
                () -> s3backed(simulation, shared, actor, store, LAZY_TABLE).wrap(plain));
    }

    private static S3BackedDynamoDb.Builder keys(S3BackedDynamoDb.Builder settings, boolean shared) {
        return settings.keyTemplate(shared ? SHARED : KeyTemplate.EXCLUSIVE)
                .formerKeyTemplates(shared ? KeyTemplate.EXCLUSIVE : SHARED)
                .cleanUp(shared ? CleanUp.SWEEPER : CleanUp.IMMEDIATE);
    }

    private static S3BackedDynamoDb s3backed(
            Simulation simulation, boolean shared, Actor actor, BlobStore store, S3BackedTable registered) {
        return keys(
                        SimulatedWorld.settings(
                                simulation::now,
                                simulation::nextWriteId,
                                delay -> new Pause(simulation, actor, simulation.now() + delay.toNanos()).begin()),
                        shared)
                .blobStore(store)
                .compressors(COMPRESSORS)
                .compressor(BlobMetadata.IDENTITY)
                .threshold(0)
                .table(registered)
                .build();
    }
}
