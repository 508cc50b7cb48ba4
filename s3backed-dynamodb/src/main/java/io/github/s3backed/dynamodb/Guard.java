package io.github.s3backed.dynamodb;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Refuses what cannot be done correctly on a registered table. */
final class Guard {

    private Guard() {}

    /** A condition of a write. */
    static void condition(
            TablePlan table,
            @Nullable String expression,
            Map<String, String> names,
            Map<String, AttributeValue> values) {
        ConditionGuard.check("ConditionExpression", expression, names, values, table.offloaded(), table.name());
    }

    /** A filter or key condition of a read. */
    static void filter(
            TablePlan table,
            String parameter,
            @Nullable String expression,
            Map<String, String> names,
            Map<String, AttributeValue> values) {
        ConditionGuard.check(parameter, expression, names, values, table.offloaded(), table.name());
    }

    /** A parameter from before there were expressions. */
    static void refuseLegacy(TablePlan table, String parameter, boolean present) {
        if (present) {
            throw new RefusedRequestException(
                    "The request on table '" + table.name()
                            + "', which has S3-backed attributes, uses the legacy parameter "
                            + parameter
                            + ", in which they cannot be told from others. Nothing was sent or stored; use an"
                            + " expression.",
                    null);
        }
    }
}
