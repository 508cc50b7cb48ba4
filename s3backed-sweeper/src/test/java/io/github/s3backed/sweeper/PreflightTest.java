package io.github.s3backed.sweeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.ListableBlobStore;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.VersionedBlobStore;
import io.github.s3backed.core.spi.Versioning;
import io.github.s3backed.dynamodb.CleanUp;
import io.github.s3backed.dynamodb.RefusedRequestException;
import io.github.s3backed.dynamodb.RegisteredTable;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.StorePolicy;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.MultiRegionConsistency;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;

/** Every reason against a sweep, over tables and a store that are none. */
class PreflightTest {

    private final StoreClock clock = new StoreClock();
    private final MemoryBlobStore memory = MemoryBlobStore.create("preflight", clock);
    private final FakeTables tables = new FakeTables("eu-central-1").with("t", table -> table);
    private final List<S3BackedDynamoDb> opened = new ArrayList<>();
    private final List<ScannedTable> scanned = new ArrayList<>();
    private ListableBlobStore store = memory;
    private boolean exclusiveKeysOnly;
    private boolean unknownAccountsAreOurs;
    private Duration retention = Duration.ZERO;
    private @Nullable Duration gracePeriod;

    @BeforeEach
    void declareOneTable() {
        putPolicy();
        declare(tables, KeyTemplate.EXCLUSIVE);
        clock.advance(Duration.ofHours(24));
    }

    private void putPolicy() {
        byte[] policy = "format=1\ngrace-seconds=86400\nwrite-deadline-seconds=3600\n".getBytes(StandardCharsets.UTF_8);
        memory.put(
                StorePolicy.KEY,
                BlobContent.of(policy),
                new BlobMetadata("text/plain", BlobMetadata.IDENTITY, Map.of()),
                PutMode.OVERWRITE);
    }

    private void declare(TableClient client, KeyTemplate former) {
        S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                .blobStore(memory)
                .cleanUp(CleanUp.SWEEPER)
                .formerKeyTemplates(former)
                .table(Field.tableNamed("t"))
                .build();
        opened.add(s3backed);
        s3backed.tables().forEach(table -> scanned.add(new ScannedTable(table, client)));
    }

    @AfterEach
    void close() {
        opened.forEach(S3BackedDynamoDb::close);
    }

    private Preflight.Ground check() {
        return Preflight.check(new SweepSettings(
                store,
                scanned,
                Path.of("unused"),
                null,
                true,
                exclusiveKeysOnly,
                false,
                unknownAccountsAreOurs,
                retention,
                new ScanSettings(1, 1, 0, Duration.ofSeconds(10), null),
                event -> {},
                gracePeriod,
                10,
                step -> {}));
    }

    private List<String> reasons() {
        SweepRefusedException refused = catchThrowableOfType(SweepRefusedException.class, this::check);
        assertThat(refused).isNotNull();
        return refused.reasons();
    }

    private void enter(String account, String region, String name, String logicalName) {
        Field.put(memory, new RegisteredTable(account, region, name, logicalName).key());
    }

    private void versioned(Versioning versioning) {
        store = (ListableBlobStore) Proxy.newProxyInstance(
                PreflightTest.class.getClassLoader(),
                new Class<?>[] {VersionedBlobStore.class},
                (proxy, method, args) -> {
                    try {
                        return method.getName().equals("versioning")
                                ? CompletableFuture.completedFuture(versioning)
                                : method.invoke(memory, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void findsNothingWhereAllIsAsItShouldBe() {
        enter("123456789012", "eu-central-1", "t", "t");
        Instant before = clock.instant();

        Preflight.Ground ground = check();

        assertThat(ground.now()).isEqualTo(before);
        assertThat(ground.policy()).isEqualTo(StorePolicy.DEFAULT);
        assertThat(ground.versioning()).isEqualTo(Versioning.NEVER);
        assertThat(ground.tableIds()).containsExactly("id-of-t/null");
    }

    @Test
    void takesTheTimeOfTheStoreBeforeItLooksAtAnything() {
        enter("123456789012", "eu-central-1", "t", "t");
        Instant before = clock.instant();
        tables.scan = request -> {
            clock.advance(Duration.ofHours(1));
            return null;
        };

        assertThat(check().now()).isEqualTo(before);
    }

    @Test
    void looksAtEveryPageOfTheRegistry() {
        for (int i = 0; i < 1100; i++) {
            enter("123456789012", "eu-central-1", "t", "t");
            enter("123456789012", "eu-central-1", "other-" + i, "t");
        }

        assertThat(reasons()).hasSize(1100);
    }

    @Test
    void needsAPolicy() {
        memory.delete(StorePolicy.KEY);

        assertThat(reasons()).singleElement().asString().startsWith("There is no policy mem://preflight/");
    }

    @Test
    void waitsADayForAPolicyToBeKnown() {
        putPolicy();
        clock.advance(Duration.ofHours(24).minusSeconds(1));
        assertThat(reasons()).singleElement().asString().contains("is younger than PT24H");
        gracePeriod = Duration.ofHours(1);
        assertThat(check()).isNotNull();
        gracePeriod = null;
        clock.advance(Duration.ofSeconds(1));
        assertThat(check()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void sweepsSharedKeysOnlyByVersions(Versioning versioning) {
        versioned(versioning);
        declare(tables, KeyTemplate.PYNAMODB_MATE);

        if (versioning == Versioning.ENABLED) {
            assertThat(check().versioning()).isEqualTo(Versioning.ENABLED);
        } else {
            assertThat(reasons())
                    .singleElement()
                    .asString()
                    .contains("versioning of mem://preflight is " + versioning, "exclusiveKeysOnly");
        }
        exclusiveKeysOnly = true;
        assertThat(check()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void measuresARetentionByVersionsAlone(Versioning versioning) {
        versioned(versioning);
        retention = Duration.ofDays(35);

        if (versioning == Versioning.ENABLED) {
            assertThat(check()).isNotNull();
        } else {
            assertThat(reasons())
                    .singleElement()
                    .asString()
                    .contains("A retention is set, and versioning of mem://preflight is " + versioning);
        }
    }

    @Test
    void hasNoRetentionForSharedKeys() {
        versioned(Versioning.ENABLED);
        retention = Duration.ofDays(35);
        declare(tables, KeyTemplate.PYNAMODB_MATE);

        assertThat(reasons()).singleElement().asString().contains("can only be deleted for good");
        exclusiveKeysOnly = true;
        assertThat(check()).isNotNull();
    }

    @Test
    void readsEveryTableAndSaysOnceWhichItCannot() {
        enter("123456789012", "eu-central-1", "t", "t");
        tables.descriptions.clear();

        assertThat(reasons())
                .singleElement()
                .asString()
                .startsWith("Table 't' in eu-central-1 cannot be read: no such table");
    }

    @Test
    void refusesClientsThatAreWrapped() {
        tables.scan = request -> {
            assertThat(request.attributesToGet()).containsExactly("id");
            throw new RefusedRequestException("legacy", null);
        };

        assertThat(reasons()).singleElement().asString().contains("wrapped client");
    }

    @Test
    void scansEveryReplica() {
        tables.with("t", table -> table.globalTableVersion("2019.11.21").replicas(replica("mars-north-1")));
        assertThat(reasons()).singleElement().asString().contains("has a replica in mars-north-1");

        FakeTables venus = new FakeTables("venus-east-1").with("t", table -> table);
        declare(venus, KeyTemplate.EXCLUSIVE);
        assertThat(reasons()).singleElement().asString().contains("has a replica in mars-north-1");

        declare(new FakeTables("mars-north-1").with("t", table -> table), KeyTemplate.EXCLUSIVE);
        assertThat(check()).isNotNull();
    }

    private static ReplicaDescription replica(String region) {
        return ReplicaDescription.builder().regionName(region).build();
    }

    @Test
    void asksOneReplicaOfThoseThatAgree() {
        tables.with(
                "t",
                table -> table.multiRegionConsistency(MultiRegionConsistency.STRONG)
                        .replicas(replica("mars-north-1")));

        assertThat(check()).isNotNull();
    }

    @Test
    void refusesAGlobalTableThatDoesNotTellItsReplicas() {
        tables.with("t", table -> table.globalTableVersion("2017.11.29"));

        assertThat(reasons()).singleElement().asString().contains("version 2017.11.29", "Upgrade it");
    }

    @Test
    void refusesAnEntryThatItCannotRead() {
        Field.put(memory, RegisteredTable.TABLES + "123456789012/eu-central-1/!zz/t");

        assertThat(reasons()).singleElement().asString().contains("!zz", "Upgrade the sweeper");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "999999999999/eu-central-1/t/t",
                "123456789012/mars-north-1/t/t",
                "123456789012/eu-central-1/u/t",
                "123456789012/eu-central-1/t/u",
                "unknown/mars-north-1/t/t"
            })
    void refusesToOverlookAnotherTable(String entry) {
        String[] parts = entry.split("/");
        enter(parts[0], parts[1], parts[2], parts[3]);
        unknownAccountsAreOurs = true;

        assertThat(reasons())
                .singleElement()
                .asString()
                .startsWith("Table '" + parts[2] + "' (logical name '" + parts[3] + "', account " + parts[0])
                .contains("region " + parts[1], "Declare it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown/eu-central-1/t/t", "123456789012/unknown/t/t", "unknown/unknown/t/t"})
    void takesAnEntryThatDoesNotSayWhoseItIsForOursOnlyIfToldSo(String entry) {
        String[] parts = entry.split("/");
        enter(parts[0], parts[1], parts[2], parts[3]);

        assertThat(reasons()).singleElement().asString().contains("sweep with unknownAccountsAreOurs");
        unknownAccountsAreOurs = true;
        assertThat(check()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"arn:aws:dynamodb:eu-central-1::table/t", "arn:aws:dynamodb", ""})
    void knowsNoAccountOfATableThatDoesNotSay(String arn) {
        tables.with("t", table -> table.tableArn(arn.isEmpty() ? null : arn));
        enter("123456789012", "eu-central-1", "t", "t");

        assertThat(reasons()).singleElement().asString().contains("sweep with unknownAccountsAreOurs");
        unknownAccountsAreOurs = true;
        assertThat(check()).isNotNull();
    }
}
