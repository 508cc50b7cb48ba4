package io.github.s3backed.cli;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.ParsedKey;
import io.github.s3backed.core.Reference;
import io.github.s3backed.dynamodb.Registration;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a command looks at. */
sealed interface Target {

    Application application();

    Registration.Table table();

    Registration.Attribute attribute();

    /** An attribute of an item. */
    record OfItem(
            Application application,
            Registration.Table table,
            Registration.Attribute attribute,
            Map<String, AttributeValue> key)
            implements Target {}

    /** An object, and one of the attributes whose values have such keys. */
    record OfReference(
            Application application,
            Registration.Table table,
            Registration.Attribute attribute,
            Reference reference,
            KeyTemplate template,
            ParsedKey parsed)
            implements Target {}
}
