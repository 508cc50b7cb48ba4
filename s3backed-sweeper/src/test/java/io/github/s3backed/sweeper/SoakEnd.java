package io.github.s3backed.sweeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.Reference;
import io.github.s3backed.dynamodb.RegisteredTable;
import io.github.s3backed.test.servers.ServersElsewhere;
import io.github.s3backed.testkit.HttpFaults;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** What must hold when a soak is over, and nothing fails any more. */
final class SoakEnd {

    private final ServersElsewhere servers;
    private final Path folder;
    private final SoakTally tally;

    SoakEnd(ServersElsewhere servers, Path folder, SoakTally tally) {
        this.servers = servers;
        this.folder = folder;
        this.tally = tally;
    }

    /** Every own item holds what its writer wrote last for certain, or tried to write after that. */
    void nothingIsLost(List<SoakOwned> owned) throws Exception {
        HttpFaults none = HttpFaults.inOrder();
        try (SoakClients clients = new SoakClients(servers, none, none, SoakPlace.all())) {
            Map<SoakPlace, SoakDoor> doors = clients.blocking();
            for (SoakOwned items : owned) {
                items.forEach((key, possible) -> check(doors.get(key.place()), key, possible));
            }
        }
    }

    private void check(SoakDoor door, SoakKey key, Set<Optional<SoakValue>> possible) {
        Map<String, AttributeValue> item = door.get()
                .apply(software.amazon.awssdk.services.dynamodb.model.GetItemRequest.builder()
                        .tableName(key.place().table())
                        .key(key.attributes())
                        .consistentRead(true)
                        .build())
                .toCompletableFuture()
                .join()
                .item();
        assertThat(possible)
                .as("what %s may hold", key)
                .contains(item.isEmpty() ? Optional.empty() : Optional.of(SoakValue.of(key, item)));
        tally.count("own items checked at the end");
    }

    /** Every reference leads to what was written; once all is old, a sweep leaves nothing else, and the next one finds nothing. */
    void everythingIsInItsPlace(SoakPlace place) {
        try (SoakSweeps sweeps = new SoakSweeps(servers, place, HttpFaults.inOrder(), SoakTime.GRACE, folder, tally)) {
            VerifyReport before = sweeps.verify();
            assertThat(before.samples()).as("defects of %s", place.table()).isEmpty();
            assertThat(before.isHealthy()).isTrue();
            sweeps.sweep(); // Perhaps the rest of one that was cut short.
            sweeps.sweep();
            SweepReport last = sweeps.sweep();
            assertThat(last.listed().orphans()).isZero();
            assertThat(last.listed().young()).isZero();
            assertThat(last.listed().staleUploads()).isZero();
            assertThat(last.deleted().objects()).isZero();
            assertThat(objects(sweeps, place))
                    .as("objects of %s", place.table())
                    .isEqualTo(references(sweeps, place));
            assertThat(sweeps.verify().isHealthy()).isTrue();
        }
    }

    /** What a bucket holds beside what the store says of itself; in a bucket with versions, those that are not current as well. */
    private Set<String> objects(SoakSweeps sweeps, SoakPlace place) {
        List<String> keys = new ArrayList<>();
        sweeps.s3()
                .listObjectVersionsPaginator(request -> request.bucket(place.bucket()))
                .forEach(page -> {
                    page.versions().stream().map(ObjectVersion::key).forEach(keys::add);
                    page.deleteMarkers().forEach(marker -> keys.add("delete marker " + marker.key()));
                });
        keys.removeIf(key -> key.startsWith(RegisteredTable.REGISTRY));
        Set<String> distinct = new TreeSet<>(keys);
        assertThat(keys).as("one version of each object").hasSameSizeAs(distinct);
        tally.count("objects at the end, " + place.table(), keys.size());
        return distinct;
    }

    private static Set<String> references(SoakSweeps sweeps, SoakPlace place) {
        Set<String> keys = new HashSet<>();
        sweeps.dynamoDb()
                .scanPaginator(request -> request.tableName(place.table()).consistentRead(true))
                .items()
                .forEach(item -> List.of(SoakValue.BODY, SoakValue.DATA).forEach(attribute -> {
                    AttributeValue held = item.get(attribute);
                    if (held != null && held.s() != null) {
                        keys.add(Reference.parse(held.s()).key());
                    }
                }));
        return new TreeSet<>(keys);
    }
}
