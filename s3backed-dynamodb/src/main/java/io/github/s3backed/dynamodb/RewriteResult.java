package io.github.s3backed.dynamodb;

/**
 * What became of a rewrite that did not fail.
 *
 * @param writeUnits the write capacity units that DynamoDB says it took; 0 where it does not say
 */
public record RewriteResult(Outcome outcome, double writeUnits) {

    /** What became of it. */
    public enum Outcome {
        /** The item holds the value in its new form. */
        REWRITTEN,
        /** It would not differ from what the item holds. Nothing was written. */
        AS_IT_WAS,
        /** The item held something else by then, or is gone; perhaps an attempt of this rewrite whose answer was lost. */
        CHANGED,
        /** The item would be larger than DynamoDB allows, 400 KB. Nothing was written. */
        TOO_LARGE
    }

    static RewriteResult of(Outcome outcome) {
        return new RewriteResult(outcome, 0);
    }
}
