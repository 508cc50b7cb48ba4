package io.github.s3backed.examples;

import io.github.s3backed.core.Reference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Shows what writes leave behind, mostly on an item of its own, and looks into the destination whether that is right. */
final class Coordination {

    private static final String NAME = "(an article)";
    private static final Expression IS_NEW = Expression.builder()
            .expression("attribute_not_exists(#name)")
            .putExpressionName("#name", FileItem.NAME)
            .build();

    private final DynamoDbTable<FileItem> table;
    private final ItemTable items;
    private final Destination destination;
    private final Journal journal;
    private final Progress progress;
    private final Report report;

    Coordination(
            DynamoDbTable<FileItem> table,
            ItemTable items,
            Destination destination,
            Journal journal,
            Progress progress,
            Report report) {
        this.table = table;
        this.items = items;
        this.destination = destination;
        this.journal = journal;
        this.progress = progress;
        this.report = report;
    }

    /**
     * Deletes the items in the end, unless their objects are to stay.
     *
     * @return whether everything is as this library promises it
     */
    boolean show(List<StoredFile> files) {
        report.title("Objects follow their items");
        SortedSet<String> ofFiles = destination.payloads();
        table.putItem(edition("first"));
        boolean rejected = rejectedWrite();
        boolean replaced = overwrite();
        boolean deleted = deletes(files, ofFiles);
        return rejected && replaced && deleted;
    }

    private boolean rejectedWrite() {
        report.line("1. A write that DynamoDB rejects leaves no object.");
        SortedSet<String> before = destination.payloads();
        String exception = putOnCondition(edition("second"));
        Set<Reference> uploaded = journal.uploadedInVain(folderOf(reference()));
        SortedSet<String> after = destination.payloads();

        report.line("   putItem on the condition that there is no such item: " + exception);
        uploaded.forEach(each -> report.line("   Uploaded for it: " + report.uri(each) + presence(each, after)));
        report.line("   Payload objects: " + before.size() + " before, " + after.size() + " after");
        return check(
                        exception.equals(ConditionalCheckFailedException.class.getSimpleName()),
                        "The write was not rejected.")
                & check(!uploaded.isEmpty(), "Nothing was uploaded for the write, so that this shows nothing.")
                & check(before.equals(after), "The objects are not those from before the write.");
    }

    private String putOnCondition(FileItem item) {
        try {
            table.putItem(request -> request.item(item).conditionExpression(IS_NEW));
            return "no exception";
        } catch (ConditionalCheckFailedException e) {
            return e.getClass().getSimpleName();
        }
    }

    private boolean overwrite() {
        report.line("");
        report.line("2. An overwrite removes the object that it replaces.");
        Reference old = reference();
        table.putItem(edition("second"));
        Reference current = reference();
        SortedSet<String> after = destination.payloads();

        report.line("   Old: " + report.uri(old) + presence(old, after));
        report.line("   New: " + report.uri(current) + presence(current, after));
        return check(!isIn(after, old), "The object that was replaced is still there.")
                & check(isIn(after, current), "The object that the item refers to is not there.");
    }

    private boolean deletes(List<StoredFile> files, SortedSet<String> ofFiles) {
        report.line("");
        report.line("3. Deleting an item deletes its object.");
        List<String> names = new ArrayList<>(List.of(NAME));
        if (!destination.stays()) {
            files.forEach(file -> names.add(file.sample().name()));
        }
        progress.each("Deleting", names, this::delete);
        SortedSet<String> left = destination.payloads();

        report.line("   " + Text.count(names.size(), "item") + " deleted. Payload objects left: " + left.size()
                + (destination.stays() ? ", those of the files, which are kept" : ""));
        report.line("   What else is left is what the store says of itself, as FORMAT.md has it:");
        destination.registry().forEach(each -> report.line("   - " + each));
        return check(
                left.equals(destination.stays() ? ofFiles : Set.of()), "These are not the objects of the items left.");
    }

    private String delete(String name) {
        table.deleteItem(Key.builder().partitionValue(name).build());
        return name;
    }

    private boolean check(boolean holds, String otherwise) {
        if (!holds) {
            report.line("   WRONG  " + otherwise);
        }
        return holds;
    }

    private String presence(Reference reference, SortedSet<String> payloads) {
        return isIn(payloads, reference) ? "  there" : "  gone";
    }

    private boolean isIn(SortedSet<String> payloads, Reference reference) {
        return payloads.contains(destination.nameOf(reference.key()));
    }

    private Reference reference() {
        return Reference.parse(items.rawItem(NAME).get(Kind.TEXT.attribute()).s());
    }

    private static String folderOf(Reference reference) {
        return reference.key().substring(0, reference.key().lastIndexOf('/') + 1);
    }

    private static FileItem edition(String which) {
        byte[] content = ("The " + which + " edition. ").repeat(500).getBytes(StandardCharsets.UTF_8);
        try {
            return FileItem.of(NAME, Kind.TEXT, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
