package io.github.s3backed.sweeper;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.ParsedKey;
import io.github.s3backed.dynamodb.DeclaredTable;
import io.github.s3backed.dynamodb.RegisteredTable;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says of a key which kind of object it is, by the templates of all declared tables. */
final class KeyJudge {

    private final Set<KeyTemplate> templates = new LinkedHashSet<>();
    private final Set<String> logicalNames = new LinkedHashSet<>();

    KeyJudge(Collection<DeclaredTable> tables) {
        for (DeclaredTable table : tables) {
            templates.addAll(table.keyTemplates());
            logicalNames.add(table.table().logicalName());
            logicalNames.addAll(table.table().formerLogicalNames());
        }
    }

    Kind kindOf(String key) {
        if (key.startsWith(RegisteredTable.REGISTRY)) {
            return Kind.REGISTRY;
        }
        Kind kind = Kind.UNKNOWN;
        for (KeyTemplate template : templates) {
            Optional<ParsedKey> parsed = template.parse(key);
            if (parsed.isPresent() && isDeclared(parsed.get())) {
                // A key that a shared template may have built as well is held to be a shared one.
                kind = template.isExclusive() && kind != Kind.SHARED ? Kind.EXCLUSIVE : Kind.SHARED;
            }
        }
        return kind;
    }

    private boolean isDeclared(ParsedKey key) {
        return key.table().map(logicalNames::contains).orElse(true);
    }

    boolean hasSharedTemplates() {
        return templates.stream().anyMatch(template -> !template.isExclusive());
    }

    Set<KeyTemplate> templates() {
        return templates;
    }

    /** What to list by: no two of them list one key. */
    List<String> prefixes() {
        List<String> all =
                templates.stream().map(KeyTemplate::literalPrefix).distinct().toList();
        return all.stream()
                .filter(prefix -> all.stream().noneMatch(other -> !other.equals(prefix) && prefix.startsWith(other)))
                .sorted()
                .toList();
    }

    /** What an object is. */
    enum Kind {
        /** Of one attempt of one write: once unreferenced for long, it stays so. */
        EXCLUSIVE,
        /** Of equal payloads: a writer may refer to it again at any time. */
        SHARED,
        /** What the store says of itself. */
        REGISTRY,
        /** Of no declared template, or of a table that was not declared. */
        UNKNOWN
    }
}
