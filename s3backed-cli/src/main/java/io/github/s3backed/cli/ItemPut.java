package io.github.s3backed.cli;

import io.github.s3backed.core.StreamedPayload;
import io.github.s3backed.dynamodb.PayloadHandle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/** A file into an item, through a coordinated client. */
final class ItemPut {

    private final Session session;
    private final Target.OfItem target;
    private final Path file;

    ItemPut(Session session, Target.OfItem target, Path file) {
        this.session = session;
        this.target = target;
        this.file = file;
    }

    Result run(boolean apply) throws IOException {
        StoredValue before = StoredValue.read(target).orElseThrow(this::noItem);
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("applied", apply);
        document.put("table", target.table().name());
        document.put("attribute", target.attribute().name());
        document.put("bytes", Files.size(file));
        document.put("before", before.state());
        if (!apply) {
            return new Result(
                    ExitCode.DONE,
                    document,
                    List.of("Would write " + Console.count(Files.size(file)) + " bytes to " + place()
                            + ", which holds: " + before.state() + ". Give --apply to do it."));
        }
        @Nullable String reference = write();
        document.put("reference", reference);
        return new Result(
                ExitCode.DONE,
                document,
                List.of(
                        "Wrote " + Console.count(Files.size(file)) + " bytes to " + place(),
                        Console.row("reference", reference == null ? "none: it is in the item" : reference)));
    }

    private @Nullable String write() {
        Application streamed = session.streamed(target.application());
        DynamoDbClient wrapped = streamed.s3backed().wrap(streamed.client()); // Stays open with its client.
        String attribute = target.attribute().name();
        try {
            AttributeValue written = wrapped.updateItem(request -> request.tableName(
                                    target.table().name())
                            .key(target.key())
                            .updateExpression("SET #a = :file")
                            .conditionExpression("attribute_exists(#k)")
                            .expressionAttributeNames(
                                    Map.of("#a", attribute, "#k", target.table().partitionKey()))
                            .expressionAttributeValues(
                                    Map.of(":file", PayloadHandle.of(StreamedPayload.of(file), this::nativeForm)))
                            .returnValues(ReturnValue.UPDATED_NEW))
                    .attributes()
                    .get(attribute);
            return PayloadHandle.in(written)
                    .map(PayloadHandle::value)
                    .map(StreamedPayload.class::cast)
                    .flatMap(StreamedPayload::reference)
                    .map(Object::toString)
                    .orElse(null);
        } catch (ConditionalCheckFailedException e) {
            throw noItem();
        }
    }

    /** Of a table that writes natively for a while. */
    private AttributeValue nativeForm() {
        try {
            return switch (String.valueOf(target.attribute().nativeType())) {
                case "S" -> AttributeValue.fromS(Files.readString(file));
                case "B" -> AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(Files.readAllBytes(file)));
                default ->
                    throw CliException.refused(place()
                            + " is written natively for now, and only the application knows in" + " which form.");
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String place() {
        return "attribute '" + target.attribute().name() + "' of the item in table '"
                + target.table().name() + "'";
    }

    private CliException noItem() {
        return CliException.refused("Table '" + target.table().name() + "' has no such item, and put makes none.");
    }
}
