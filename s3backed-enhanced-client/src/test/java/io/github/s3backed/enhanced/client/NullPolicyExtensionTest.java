package io.github.s3backed.enhanced.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.enhanced.client.NullPolicyExtension.AttributeTags;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.extensions.AtomicCounterExtension;
import software.amazon.awssdk.enhanced.dynamodb.extensions.VersionedRecordExtension;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTag;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbFlatten;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.model.IgnoreNullsMode;
import software.amazon.awssdk.enhanced.dynamodb.model.WriteBatch;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@AwsTest
class NullPolicyExtensionTest {

    private final AwsBackend aws;
    private final MemoryBlobStore store = MemoryBlobStore.create("bucket");

    NullPolicyExtensionTest(AwsBackend aws) {
        this.aws = aws;
    }

    @Test
    void aPutWithoutARequiredValueIsRefusedAndNothingIsSent() {
        DynamoDbTable<Note> notes = notes(AttributeTags.required());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> notes.putItem(new Note("1", null)))
                .withMessageContaining("'text' of table '" + notes.tableName() + "' is required");
        assertThat(stored(notes)).isEmpty();
    }

    @Test
    void aPutWithARequiredValueIsSent() {
        DynamoDbTable<Note> notes = notes(AttributeTags.required());

        notes.putItem(new Note("1", ""));

        assertThat(read(notes).getText()).isEmpty();
    }

    @Test
    void anUpdateThatRemovesARequiredValueIsRefused() {
        DynamoDbTable<Note> notes = notes(AttributeTags.required());
        notes.putItem(new Note("1", "kept"));

        assertThatIllegalArgumentException().isThrownBy(() -> notes.updateItem(new Note("1", null)));
        assertThat(read(notes).getText()).isEqualTo("kept");
    }

    @Test
    void anUpdateThatLeavesARequiredValueAsItIsIsSent() {
        DynamoDbTable<Note> notes = notes(AttributeTags.required());
        notes.putItem(new Note("1", "kept"));

        update(notes, new Note("1", null, "new title"), IgnoreNullsMode.SCALAR_ONLY);

        assertThat(read(notes).getText()).isEqualTo("kept");
        assertThat(read(notes).getTitle()).isEqualTo("new title");
    }

    @Test
    void aBatchWithoutARequiredValueIsRefusedWhenItIsSent() {
        DynamoDbTable<Note> notes = notes(AttributeTags.required());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> client().batchWriteItem(
                                request -> request.addWriteBatch(WriteBatch.builder(Note.class)
                                        .mappedTableResource(notes)
                                        .addPutItem(new Note("1", null))
                                        .build())));
        assertThat(stored(notes)).isEmpty();
    }

    @Test
    void aDefaultFillsInOnAPut() {
        DynamoDbTable<Note> notes = notes(AttributeTags.defaultValue(() -> "default"));

        notes.putItem(new Note("1", null));

        assertThat(read(notes).getText()).isEqualTo("default");
        assertThat(stored(notes).get("text").s()).startsWith("mem://bucket/");
    }

    @Test
    void aDefaultFillsInWhereAnUpdateWouldRemoveTheValue() {
        DynamoDbTable<Note> notes = notes(AttributeTags.defaultValue(() -> "default"));
        notes.putItem(new Note("1", "old"));

        notes.updateItem(new Note("1", null));

        assertThat(read(notes).getText()).isEqualTo("default");
    }

    @Test
    void aDefaultLeavesAloneWhatAnUpdateLeavesAlone() {
        DynamoDbTable<Note> notes = notes(AttributeTags.defaultValue(() -> "default"));
        notes.putItem(new Note("1", "old"));

        update(notes, new Note("1", null), IgnoreNullsMode.SCALAR_ONLY);

        assertThat(read(notes).getText()).isEqualTo("old");
    }

    @Test
    void aDefaultDoesNotReplaceAValue() {
        DynamoDbTable<Note> notes = notes(AttributeTags.defaultValue(() -> {
            throw new AssertionError("asked for nothing");
        }));

        notes.putItem(new Note("1", "given"));

        assertThat(read(notes).getText()).isEqualTo("given");
    }

    @Test
    void aDefaultSatisfiesARequirement() {
        DynamoDbTable<Note> notes = notes(AttributeTags.required(), AttributeTags.defaultValue(() -> "default"));

        notes.putItem(new Note("1", null));

        assertThat(read(notes).getText()).isEqualTo("default");
    }

    @Test
    void aDefaultForNewFillsInOnAPut() {
        DynamoDbTable<Note> notes = notes(AttributeTags.defaultForNew(() -> "default"));

        notes.putItem(new Note("1", null));

        assertThat(read(notes).getText()).isEqualTo("default");
    }

    @Test
    void aDefaultForNewFillsInWhereAnUpdateCreatesTheItem() {
        DynamoDbTable<Note> notes = notes(AttributeTags.defaultForNew(() -> "default"));

        notes.updateItem(new Note("1", null));

        assertThat(read(notes).getText()).isEqualTo("default");
    }

    @Test
    void aDefaultForNewDoesNotReplaceAStoredValue() {
        DynamoDbTable<Note> notes = notes(AttributeTags.defaultForNew(() -> "default"));
        notes.putItem(new Note("1", "old"));

        notes.updateItem(new Note("1", null, "new title"));
        assertThat(read(notes).getText()).isEqualTo("old");
        assertThat(read(notes).getTitle()).isEqualTo("new title");

        update(notes, new Note("1", null), IgnoreNullsMode.SCALAR_ONLY);
        assertThat(read(notes).getText()).isEqualTo("old");
    }

    @Test
    void aDefaultForNewFillsInWhereAPartialUpdateFindsNoValue() {
        DynamoDbTable<Note> plain = notes();
        DynamoDbTable<Note> notes =
                client().table(plain.tableName(), schema(AttributeTags.defaultForNew(() -> "default")));
        plain.putItem(new Note("1", null));

        update(notes, new Note("1", null), IgnoreNullsMode.SCALAR_ONLY);

        assertThat(read(notes).getText()).isEqualTo("default");
    }

    @Test
    void aDefaultForNewGivesWayToAValue() {
        DynamoDbTable<Note> notes = notes(AttributeTags.defaultForNew(() -> "default"));
        notes.putItem(new Note("1", "old"));

        notes.updateItem(new Note("1", "new"));

        assertThat(read(notes).getText()).isEqualTo("new");
    }

    @Test
    void aDefaultThatIsNullIsRefused() {
        DynamoDbTable<Note> notes = notes(AttributeTags.defaultValue(() -> null));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> notes.putItem(new Note("1", null)))
                .withMessageContaining("default of the attribute 'text' is null");
    }

    @Test
    void twoDefaultsOfOneAttributeAreRefusedWhenTheSchemaIsBuilt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> schema(
                        AttributeTags.defaultValue(() -> "default"), AttributeTags.defaultForNew(() -> "default")))
                .withMessageContaining("text");
    }

    @Test
    void aRefusalStoresNoDefault() {
        TableSchema<Note> schema = StaticTableSchema.builder(Note.class)
                .newItemSupplier(Note::new)
                .addAttribute(
                        String.class,
                        a -> a.name("id")
                                .getter(Note::getId)
                                .setter(Note::setId)
                                .tags(StaticAttributeTags.primaryPartitionKey()))
                .addAttribute(
                        String.class,
                        a -> a.name("text")
                                .getter(Note::getText)
                                .setter(Note::setText)
                                .attributeConverter(Converters.text(store))
                                .tags(AttributeTags.defaultValue(() -> "default")))
                .addAttribute(
                        String.class,
                        a -> a.name("title")
                                .getter(Note::getTitle)
                                .setter(Note::setTitle)
                                .tags(AttributeTags.required()))
                .build();

        assertThatIllegalArgumentException().isThrownBy(() -> table(schema).putItem(new Note("1", null)));
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void aBeanSaysTheSameByItsAnnotation() {
        DynamoDbTable<AnnotatedNote> notes = table(TableSchema.fromBean(AnnotatedNote.class));
        AnnotatedNote note = new AnnotatedNote();
        note.setId("1");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> notes.putItem(note))
                .withMessageContaining("'required'");

        note.setRequired("given");
        notes.putItem(note);
        AnnotatedNote read = notes.getItem(note);
        assertThat(read.getAlways()).isEqualTo("default");
        assertThat(read.getOnce()).isEqualTo("default");

        note.setOnce("set");
        notes.putItem(note);
        note.setOnce(null);
        notes.updateItem(note);
        assertThat(notes.getItem(note).getOnce()).isEqualTo("set");
    }

    @Test
    void aDefaultFillsInAFlattenedAttribute() {
        DynamoDbTable<AnnotatedFolder> folders = table(TableSchema.fromBean(AnnotatedFolder.class));
        AnnotatedFolder folder = new AnnotatedFolder();
        folder.setId("1");
        folder.setCover(new AnnotatedCover());

        folders.putItem(folder);

        assertThat(stored(folders).get("caption").s()).isEqualTo("default");
    }

    @Test
    void aSupplierThatCannotBeMadeIsRefusedWhenTheSchemaIsBuilt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TableSchema.fromBean(UnmakeableNote.class))
                .withMessageContaining(Unmakeable.class.getName());
    }

    private DynamoDbTable<Note> notes(StaticAttributeTag... tags) {
        return table(schema(tags));
    }

    private <T> DynamoDbTable<T> table(TableSchema<T> schema) {
        DynamoDbTable<T> table = client().table(aws.newTableName("notes"), schema);
        table.createTable();
        aws.dynamoDb().waiter().waitUntilTableExists(request -> request.tableName(table.tableName()));
        return table;
    }

    private DynamoDbEnhancedClient client() {
        return DynamoDbEnhancedClient.builder()
                .dynamoDbClient(aws.dynamoDb())
                .extensions(
                        VersionedRecordExtension.builder().build(),
                        AtomicCounterExtension.builder().build(),
                        NullPolicyExtension.create())
                .build();
    }

    private TableSchema<Note> schema(StaticAttributeTag... tags) {
        return StaticTableSchema.builder(Note.class)
                .newItemSupplier(Note::new)
                .addAttribute(
                        String.class,
                        a -> a.name("id")
                                .getter(Note::getId)
                                .setter(Note::setId)
                                .tags(StaticAttributeTags.primaryPartitionKey()))
                .addAttribute(
                        String.class,
                        a -> a.name("title").getter(Note::getTitle).setter(Note::setTitle))
                .addAttribute(
                        String.class,
                        a -> a.name("text")
                                .getter(Note::getText)
                                .setter(Note::setText)
                                .attributeConverter(Converters.text(store))
                                .tags(tags))
                .build();
    }

    private static void update(DynamoDbTable<Note> notes, Note note, IgnoreNullsMode mode) {
        notes.updateItem(request -> request.item(note).ignoreNullsMode(mode));
    }

    private static Note read(DynamoDbTable<Note> notes) {
        return notes.getItem(
                request -> request.key(key -> key.partitionValue("1")).consistentRead(true));
    }

    private Map<String, AttributeValue> stored(DynamoDbTable<?> table) {
        return aws.dynamoDb()
                .getItem(request -> request.tableName(table.tableName())
                        .key(Map.of("id", AttributeValue.fromS("1")))
                        .consistentRead(true))
                .item();
    }

    public static final class Note {
        private @Nullable String id;
        private @Nullable String title;
        private @Nullable String text;

        Note() {}

        Note(String id, @Nullable String text) {
            this(id, text, null);
        }

        Note(String id, @Nullable String text, @Nullable String title) {
            this.id = id;
            this.text = text;
            this.title = title;
        }

        public @Nullable String getId() {
            return id;
        }

        public void setId(@Nullable String id) {
            this.id = id;
        }

        public @Nullable String getTitle() {
            return title;
        }

        public void setTitle(@Nullable String title) {
            this.title = title;
        }

        public @Nullable String getText() {
            return text;
        }

        public void setText(@Nullable String text) {
            this.text = text;
        }
    }

    public static final class DefaultText implements Supplier<String> {
        @Override
        public String get() {
            return "default";
        }
    }

    public static final class Unmakeable implements Supplier<String> {
        private final String text;

        public Unmakeable(String text) {
            this.text = text;
        }

        @Override
        public String get() {
            return text;
        }
    }

    @DynamoDbBean
    public static class AnnotatedNote {
        private @Nullable String id;
        private @Nullable String required;
        private @Nullable String always;
        private @Nullable String once;

        @DynamoDbPartitionKey
        public @Nullable String getId() {
            return id;
        }

        public void setId(@Nullable String id) {
            this.id = id;
        }

        @NullPolicy(required = true)
        public @Nullable String getRequired() {
            return required;
        }

        public void setRequired(@Nullable String required) {
            this.required = required;
        }

        @NullPolicy(required = true, defaultValue = DefaultText.class)
        public @Nullable String getAlways() {
            return always;
        }

        public void setAlways(@Nullable String always) {
            this.always = always;
        }

        @NullPolicy(defaultForNew = DefaultText.class)
        public @Nullable String getOnce() {
            return once;
        }

        public void setOnce(@Nullable String once) {
            this.once = once;
        }
    }

    @DynamoDbBean
    public static class AnnotatedFolder {
        private @Nullable String id;
        private @Nullable AnnotatedCover cover;

        @DynamoDbPartitionKey
        public @Nullable String getId() {
            return id;
        }

        public void setId(@Nullable String id) {
            this.id = id;
        }

        @DynamoDbFlatten
        public @Nullable AnnotatedCover getCover() {
            return cover;
        }

        public void setCover(@Nullable AnnotatedCover cover) {
            this.cover = cover;
        }
    }

    @DynamoDbBean
    public static class AnnotatedCover {
        private @Nullable String caption;

        @NullPolicy(defaultValue = DefaultText.class)
        public @Nullable String getCaption() {
            return caption;
        }

        public void setCaption(@Nullable String caption) {
            this.caption = caption;
        }
    }

    @DynamoDbBean
    public static class UnmakeableNote {
        private @Nullable String id;

        @DynamoDbPartitionKey
        @NullPolicy(defaultValue = Unmakeable.class)
        public @Nullable String getId() {
            return id;
        }

        public void setId(@Nullable String id) {
            this.id = id;
        }
    }
}
