package io.github.s3backed.sweeper;

import static io.github.s3backed.sweeper.Field.OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.dynamodb.CleanUp;
import io.github.s3backed.dynamodb.RegisteredTable;
import io.github.s3backed.dynamodb.StorePolicy;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;

/** A sweep that cannot be sure deletes nothing, and says why. */
@AwsTest
class SweepRefusalsTest {

    private static final String SHARED = "pynamodb-mate/s3backed/" + "ab".repeat(32);

    private final AwsBackend aws;
    private Field field;
    private Path temporary;
    private String orphan;
    private HookedTableClient client;

    SweepRefusalsTest(AwsBackend aws) {
        this.aws = aws;
    }

    @BeforeEach
    void open(@TempDir Path folder) {
        aws.require();
        temporary = folder;
        use(new Field(aws, folder));
    }

    private void use(Field opened) {
        field = opened;
        field.write("1");
        orphan = field.orphan("2");
        field.clock.advance(OLD);
        client = new HookedTableClient(TableClient.over(aws.dynamoDb()));
    }

    private void useSharedKeys() {
        field.close();
        use(new Field(
                aws,
                temporary,
                settings -> settings.cleanUp(CleanUp.SWEEPER).formerKeyTemplates(KeyTemplate.PYNAMODB_MATE)));
        Field.put(field.memory, SHARED);
        field.clock.advance(OLD);
    }

    @AfterEach
    void close() {
        if (field != null) {
            field.close();
        }
    }

    private Sweeper.Builder hooked() {
        return Sweeper.builder()
                .store(field.memory)
                .tables(field.s3backed, client)
                .stateFolder(field.folder)
                .deleteAndLogTo(field.log);
    }

    private List<String> refusal(Sweeper.Builder sweeper) {
        SweepRefusedException refused = catchThrowableOfType(
                SweepRefusedException.class, () -> sweeper.build().run());
        assertThat(refused).isNotNull();
        assertThat(field.memory.keys()).contains(orphan);
        assertThat(field.loggedLines()).isEmpty();
        assertThat(refused.reasons()).allSatisfy(reason -> assertThat(refused).hasMessageContaining(reason));
        return refused.reasons();
    }

    private void enter(RegisteredTable table) {
        Field.put(field.memory, table.key());
    }

    private RegisteredTable registered(Function<RegisteredTable, RegisteredTable> change) {
        RegisteredTable own = field.memory.keys().stream()
                .flatMap(key -> RegisteredTable.parse(key).stream())
                .findFirst()
                .orElseThrow();
        return change.apply(own);
    }

    @Test
    void refusesToOverlookATableOfTheRegistry() {
        enter(registered(own -> new RegisteredTable(own.account(), own.region(), "letters", "post")));
        assertThat(refusal(field.sweeper()))
                .singleElement()
                .asString()
                .startsWith("Table 'letters' (logical name 'post', account ")
                .contains("refers to this store and is not scanned", "s3backed/.registry/tables/");
    }

    @Test
    void refusesToTakeATableOfAnotherRegionForItsOwn() {
        enter(registered(own -> new RegisteredTable(own.account(), "mars-north-1", own.name(), own.logicalName())));
        assertThat(refusal(field.sweeper())).singleElement().asString().contains("region mars-north-1");
    }

    @Test
    void refusesToTakeATableOfAnotherAccountForItsOwn() {
        enter(registered(own -> new RegisteredTable("999999999999", own.region(), own.name(), own.logicalName())));
        assertThat(refusal(field.sweeper())).singleElement().asString().contains("account 999999999999");
    }

    @Test
    void refusesToTakeAnotherLogicalNameForItsOwn() {
        enter(registered(own -> new RegisteredTable(own.account(), own.region(), own.name(), "before")));
        assertThat(refusal(field.sweeper())).singleElement().asString().contains("logical name 'before'");
    }

    @Test
    void refusesATableOfAnUnknownAccountUnlessToldThatItIsTheSame() {
        enter(registered(own -> new RegisteredTable("unknown", own.region(), own.name(), own.logicalName())));
        assertThat(refusal(field.sweeper())).singleElement().asString().contains("unknownAccountsAreOurs");
        field.sweeper().unknownAccountsAreOurs().build().run();
        assertThat(field.memory.keys()).doesNotContain(orphan);
    }

    @Test
    void refusesARegistryThatItCannotRead() {
        Field.put(field.memory, RegisteredTable.TABLES + "v2/something");
        assertThat(refusal(field.sweeper())).singleElement().asString().contains("v2/something", "Upgrade the sweeper");
    }

    @Test
    void refusesATableThatCannotBeRead() {
        field.s3backed.register(Field.tableNamed("not-there"));
        assertThat(refusal(field.sweeper()))
                .singleElement()
                .asString()
                .startsWith("Table 'not-there' in ")
                .contains("cannot be read", "dynamodb:Scan");
    }

    @Test
    void refusesAWrappedClientThatWouldShowPayloadsAndNoReferences() {
        Sweeper.Builder wrapped = Sweeper.builder()
                .store(field.memory)
                .tables(field.s3backed, field.wrapped)
                .stateFolder(field.folder)
                .deleteAndLogTo(field.log);
        assertThat(refusal(wrapped)).singleElement().asString().contains("wrapped client");
    }

    @Test
    void refusesAWrappedAsyncClient() {
        Sweeper.Builder wrapped = Sweeper.builder()
                .store(field.memory)
                .tables(field.s3backed, field.s3backed.wrap(aws.dynamoDbAsync()))
                .stateFolder(field.folder)
                .deleteAndLogTo(field.log);
        assertThat(refusal(wrapped)).singleElement().asString().contains("wrapped client");
    }

    @Test
    void sweepsWithAnAsyncClientAsWell() {
        Sweeper.builder()
                .store(field.memory)
                .tables(field.s3backed, aws.dynamoDbAsync())
                .stateFolder(field.folder)
                .deleteAndLogTo(field.log)
                .build()
                .run();
        assertThat(field.memory.keys()).doesNotContain(orphan);
    }

    @Test
    void refusesToOverlookAReplica() {
        client.description = table -> table.toBuilder()
                .replicas(
                        ReplicaDescription.builder().regionName("mars-north-1").build())
                .build();
        assertThat(refusal(hooked())).singleElement().asString().contains("replica in mars-north-1", "not scanned");
    }

    @Test
    void sweepsAGlobalTableOfWhichItScansEveryReplica() {
        client.description = table -> table.toBuilder()
                .replicas(
                        ReplicaDescription.builder().regionName("mars-north-1").build())
                .build();
        HookedTableClient onMars = new HookedTableClient(TableClient.over(aws.dynamoDb()));
        onMars.region = "mars-north-1";
        hooked().tables(field.s3backed, onMars).build().run();
        assertThat(field.memory.keys()).doesNotContain(orphan);
    }

    @Test
    void refusesKeysOfUnknownLayoutUnlessToldToIgnoreThem() {
        String stranger = "s3backed/holiday.jpg";
        Field.put(field.memory, stranger);
        field.clock.advance(OLD);
        assertThat(refusal(field.sweeper()))
                .singleElement()
                .asString()
                .contains("1 objects", stranger, "ignoreUnknownKeys");
        SweepReport report = field.sweeper().ignoreUnknownKeys().build().run();
        assertThat(report.listed().unknown()).isEqualTo(1);
        assertThat(report.listed().unknownKeys()).containsExactly(stranger);
        assertThat(field.memory.keys()).contains(stranger).doesNotContain(orphan);
    }

    @Test
    void refusesObjectsOfATableThatNobodyDeclared() {
        String others = field.orphan("3", "undeclared");
        field.clock.advance(OLD);
        assertThat(refusal(field.sweeper())).singleElement().asString().contains(others);
    }

    @Test
    void refusesSharedKeysWithoutVersioningUnlessTheyAreLeftAlone() {
        useSharedKeys();
        assertThat(refusal(field.sweeper()))
                .singleElement()
                .asString()
                .contains("without {writeId}", "versioning of mem://field is NEVER", "exclusiveKeysOnly");
        SweepReport report = field.sweeper().exclusiveKeysOnly().build().run();
        assertThat(field.memory.keys()).contains(SHARED).doesNotContain(orphan);
        assertThat(report.listed().skipped()).isEqualTo(1);
    }

    @Test
    void refusesARetentionThatNothingMeasures() {
        assertThat(refusal(field.sweeper().retention(Duration.ofDays(35))))
                .singleElement()
                .asString()
                .contains("retention", "versioning");
    }

    @Test
    void refusesAStoreWithoutAPolicy() {
        field.memory.delete(StorePolicy.KEY);
        assertThat(refusal(field.sweeper())).singleElement().asString().startsWith("There is no policy");
    }

    @Test
    void refusesAPolicyThatWritersMayNotKnowYet() {
        byte[] policy = "format=1\ngrace-seconds=9000\nwrite-deadline-seconds=3600\n".getBytes(StandardCharsets.UTF_8);
        field.memory.put(
                StorePolicy.KEY,
                BlobContent.of(policy),
                new BlobMetadata("text/plain", BlobMetadata.IDENTITY, Map.of()),
                PutMode.OVERWRITE);
        assertThat(refusal(field.sweeper()))
                .singleElement()
                .asString()
                .contains("writers may still act by a former one");
    }

    @Test
    void failsOnAPolicyThatItCannotRead() {
        Field.put(field.memory, StorePolicy.KEY);
        field.clock.advance(OLD);
        assertThatThrownBy(() -> field.sweeper().build().run())
                .isInstanceOf(SweepFailedException.class)
                .hasMessageContaining("The policy mem://field/s3backed/.registry/policy cannot be read");
        assertThat(field.memory.keys()).contains(orphan);
    }

    @Test
    void saysEveryReasonAtOnce() {
        enter(registered(own -> new RegisteredTable(own.account(), own.region(), "letters", "post")));
        field.s3backed.register(Field.tableNamed("not-there"));
        field.memory.delete(StorePolicy.KEY);
        assertThat(refusal(field.sweeper())).hasSize(3);
    }

    @Test
    void refusesATableThatWasEnteredWhileItScanned() {
        AtomicBoolean entered = new AtomicBoolean();
        Sweeper.Builder sweeper = field.sweeper().steps(step -> {
            if (step.equals("list") && entered.compareAndSet(false, true)) {
                enter(registered(own -> new RegisteredTable(own.account(), own.region(), "restored", "restored")));
            }
        });
        assertThat(refusal(sweeper)).singleElement().asString().contains("restored");
    }

    @Test
    void deletesNothingIfASegmentFails() {
        client.scan = request -> {
            if (Integer.valueOf(1).equals(request.segment())) {
                throw new IllegalStateException("the segment's own failure");
            }
            return request;
        };
        assertThatThrownBy(() -> hooked().segments(3).build().run())
                .isInstanceOf(SweepFailedException.class)
                .hasMessageContaining("the segment's own failure")
                .hasMessageContaining("Run it again with the same state folder")
                .hasRootCauseMessage("the segment's own failure");
        assertThat(field.memory.keys()).contains(orphan);
        client.scan = request -> request;
        SweepReport report = hooked().segments(3).build().run();
        assertThat(report.resumed()).isTrue();
        assertThat(field.memory.keys()).doesNotContain(orphan);
    }

    @Test
    void refusesAStateFolderThatIsInUse() {
        Sweeper.Builder outer = field.sweeper().steps(step -> {
            if (step.equals("sort")) {
                field.sweeper().build().run();
            }
        });
        assertThatThrownBy(() -> outer.build().run())
                .isInstanceOf(SweepFailedException.class)
                .hasMessageContaining("is in use by another sweep");
    }

    @Test
    void beginsAnewWhereSettingsDiffer() {
        assertThatThrownBy(() -> field.sweeper()
                        .steps(step -> {
                            if (step.equals("list")) {
                                throw new IllegalStateException("killed");
                            }
                        })
                        .build()
                        .run())
                .isInstanceOf(SweepFailedException.class);
        assertThat(field.sweeper().segments(3).build().run().resumed()).isFalse();
    }
}
