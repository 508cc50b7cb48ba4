package io.github.s3backed.cli;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.s3backed.dynamodb.Registration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what applications have exported: one registration, or an array of them. What is not understood is refused: a tool that passes
 * over a setting would take objects for orphans that are none.
 */
final class RegistrationFile {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private final Path file;

    private RegistrationFile(Path file) {
        this.file = file;
    }

    static List<Registration> read(Path file) {
        return new RegistrationFile(file).read();
    }

    private List<Registration> read() {
        try {
            JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
            List<Registration> found = new ArrayList<>();
            for (JsonNode node : root.isArray() ? root : List.of(root)) {
                requireVersion(node);
                found.add(MAPPER.treeToValue(node, Registration.class));
            }
            if (found.isEmpty()) {
                throw refuse("it holds no registration. Export one with S3BackedDynamoDb.registration()", null);
            }
            return found;
        } catch (JsonMappingException e) {
            throw refuse(describe(e), e);
        } catch (JsonParseException e) {
            throw refuse(
                    "it is no JSON, at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr(),
                    e);
        } catch (IOException e) {
            throw refuse("it cannot be read: look whether it is there, and whether you may read it", e);
        }
    }

    // First: what a later version has added would be a field that is not known, which says less.
    private void requireVersion(JsonNode node) {
        JsonNode version = node.path("formatVersion");
        if (!version.isInt() || version.asInt() != Registration.FORMAT_VERSION) {
            throw refuse(
                    "its 'formatVersion' is " + (version.isMissingNode() ? "missing" : version) + ", and this version"
                            + " reads " + Registration.FORMAT_VERSION
                            + ". Use a command line of the version that your application has",
                    null);
        }
    }

    private static String describe(JsonMappingException failure) {
        String field = path(failure);
        return failure instanceof UnrecognizedPropertyException
                ? "the field '" + field
                        + "' is not known. Use a command line of the version that your application has, or"
                        + " correct the field"
                : (field.isEmpty() ? "" : "at '" + field + "': ") + failure.getOriginalMessage();
    }

    private static String path(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    private CliException refuse(String why, @Nullable Exception cause) {
        String message = "The registration " + file + " was not taken: " + why + ".";
        return cause == null ? CliException.usage(message) : CliException.usage(message, cause);
    }
}
