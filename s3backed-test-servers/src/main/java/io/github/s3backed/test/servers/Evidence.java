package io.github.s3backed.test.servers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** What tests have found out, in {@code target/evidence.json} at the root of the project. Each test adds its own fields. */
public final class Evidence {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path file;

    Evidence(Path file) {
        this.file = file;
    }

    /** That of the project whose root {@code s3backed.root} names. */
    public static Evidence ofProject() {
        return new Evidence(Path.of(System.getProperty("s3backed.root"), "target", "evidence.json"));
    }

    /** Adds fields; those that are there with other names stay. */
    public synchronized void merge(Map<String, ?> fields) throws IOException {
        ObjectNode all = Files.exists(file) ? (ObjectNode) JSON.readTree(file.toFile()) : JSON.createObjectNode();
        fields.forEach((name, value) -> all.set(name, JSON.valueToTree(value)));
        Files.createDirectories(file.getParent());
        Path whole = Files.createTempFile(file.getParent(), "evidence", ".tmp");
        JSON.writeValue(whole.toFile(), all);
        try {
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
