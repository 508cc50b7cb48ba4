package io.github.s3backed.sweeper;

import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.ServersElsewhere;
import io.github.s3backed.testkit.HttpFaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Sweeps of one place, over connections that fail. */
final class SoakSweeps implements AutoCloseable {

    /** S3Proxy stores under another name, and lists it, before it moves an object to its key. No key of ours ends like that. */
    private static final Pattern OF_THE_SERVER =
            Pattern.compile("no declared template has built.*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}]");

    private final SoakPlace place;
    private final SoakTally tally;
    private final S3Client s3;
    private final DynamoDbClient dynamoDb;
    private final S3BlobStore store;
    private final S3BackedDynamoDb s3backed;
    private final Sweeper sweeper;

    SoakSweeps(
            ServersElsewhere servers,
            SoakPlace place,
            HttpFaults faults,
            Duration grace,
            Path folder,
            SoakTally tally) {
        this.place = place;
        this.tally = tally;
        this.s3 = servers.s3Builder()
                .httpClientBuilder(faults.around(Apache5HttpClient.builder()))
                .build();
        this.dynamoDb = servers.dynamoDbBuilder()
                .httpClientBuilder(faults.around(Apache5HttpClient.builder()))
                .build();
        this.store = S3BlobStore.create(s3, place.bucket());
        this.s3backed = place.open(store);
        this.sweeper = Sweeper.builder()
                .store(store)
                .tables(s3backed, dynamoDb)
                .stateFolder(folder.resolve(place.table()))
                .deleteAndLogTo(folder.resolve(place.table() + ".log"))
                .gracePeriod(grace)
                .segments(2)
                .parallelism(2)
                .build();
    }

    /** One sweep, or as much of it as the faults let happen. */
    void once() {
        try {
            SweepReport report = sweep();
            tally.count("sweeps " + (report.resumed() ? "resumed and done" : "done"));
        } catch (SweepFailedException e) {
            tally.count("sweeps cut short");
        } catch (SweepRefusedException e) {
            e.reasons().forEach(this::refused);
        } catch (RuntimeException e) {
            tally.violation("sweep: " + e, e);
        }
    }

    private void refused(String reason) {
        if (OF_THE_SERVER.matcher(reason).find()) {
            tally.count("sweeps refused, S3Proxy showed a file of its own");
        } else if (reason.contains("cannot be read")) {
            tally.count("sweeps refused, a table did not answer");
        } else {
            tally.violation("sweep: " + reason);
        }
    }

    /** One sweep. */
    SweepReport sweep() {
        SweepReport report = sweeper.run();
        tally.count(
                "objects deleted by sweeps, " + place.table(), report.deleted().objects());
        return report;
    }

    VerifyReport verify() {
        return Verifier.builder().tables(s3backed, dynamoDb).deep().build().run();
    }

    S3Client s3() {
        return s3;
    }

    DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    @Override
    public void close() {
        s3backed.close();
        store.close();
        dynamoDb.close();
        s3.close();
    }
}
