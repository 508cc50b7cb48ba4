package io.github.s3backed.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.s3backed.dynamodb.Registration;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a file is what an attribute's serializer reads, as far as that is known here: others would fail to read it. */
final class Content {

    private static final JsonFactory JSON = new JsonFactory();

    private Content() {}

    static void require(Path file, Registration.Attribute attribute) throws IOException {
        switch (attribute.serializer()) {
            case "text" -> requireText(file, attribute);
            case "json" -> requireJson(file, attribute);
            default -> {} // Bytes, or a format that is the application's own.
        }
    }

    private static void requireText(Path file, Registration.Attribute attribute) throws IOException {
        if (!attribute.contentType().equals("text/plain; charset=utf-8")) {
            return;
        }
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            text.transferTo(Writer.nullWriter());
        } catch (CharacterCodingException e) {
            throw CliException.usage(file + " is no text in UTF-8, as the attribute '" + attribute.name() + "' holds.");
        }
    }

    private static void requireJson(Path file, Registration.Attribute attribute) throws IOException {
        try (JsonParser json = JSON.createParser(Files.newInputStream(file))) {
            int values = 0;
            while (json.nextToken() != null) {
                json.skipChildren();
                values++;
            }
            if (values != 1) {
                throw notJson(file, attribute);
            }
        } catch (JsonProcessingException e) {
            throw notJson(file, attribute);
        }
    }

    private static CliException notJson(Path file, Registration.Attribute attribute) {
        return CliException.usage(
                file + " is not one JSON value in UTF-8, as the attribute '" + attribute.name() + "' holds.");
    }
}
