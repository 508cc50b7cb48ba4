package io.github.s3backed.simulator;

import io.github.s3backed.core.Compressors;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.dynamodb.CleanUp;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.S3BackedTable;
import io.github.s3backed.dynamodb.SimulatedWorld;

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

    private ProtocolClients() {}

    static Clients of(Simulation simulation, Scenario scenario, Actor actor, Table table, Bucket bucket) {
        boolean shared = scenario.mode() == Scenario.Mode.SHARED
                || scenario.mode() == Scenario.Mode.MIXED && actor.number % 2 == 0;
        SimulatedDynamoDb plain = new SimulatedDynamoDb(simulation, actor, table, scenario.attempts());
        return new Clients(
                s3backed(simulation, shared, actor, bucket, TABLE),
                plain,
                () -> s3backed(simulation, shared, actor, bucket, LAZY_TABLE).wrap(plain));
    }

    private static S3BackedDynamoDb s3backed(
            Simulation simulation, boolean shared, Actor actor, Bucket bucket, S3BackedTable registered) {
        return SimulatedWorld.settings(
                        simulation::now,
                        simulation::nextWriteId,
                        delay -> new Pause(simulation, actor, simulation.now() + delay.toNanos()).begin())
                .blobStore(new SimulatedBlobStore(simulation, actor, bucket))
                .keyTemplate(shared ? SHARED : KeyTemplate.EXCLUSIVE)
                .formerKeyTemplates(shared ? KeyTemplate.EXCLUSIVE : SHARED)
                .cleanUp(shared ? CleanUp.SWEEPER : CleanUp.IMMEDIATE)
                .compressors(COMPRESSORS)
                .compressor(BlobMetadata.IDENTITY)
                .threshold(0)
                .table(registered)
                .build();
    }
}
