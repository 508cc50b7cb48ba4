package io.github.s3backed.store.s3;

/** What messages say of an operation. */
enum S3Operation {
    PUT("put of", "s3:PutObject (s3:PutObjectTagging for tags)", "kms:GenerateDataKey and kms:Decrypt"),
    GET("get of", "s3:GetObject", "kms:Decrypt"),
    HEAD("head of", "s3:GetObject", "kms:Decrypt"),
    COPY(
            "copy to",
            "s3:PutObject (s3:PutObjectTagging for tags) on the copy and s3:GetObject (s3:GetObjectTagging for tags) on its"
                    + " source",
            "kms:GenerateDataKey and kms:Decrypt"),
    HEAD_VERSION("head of a version of", "s3:GetObjectVersion", "kms:Decrypt"),
    RESTORE(
            "restoration of",
            "s3:PutObject (s3:PutObjectTagging for tags) on it and s3:GetObjectVersion (s3:GetObjectVersionTagging for tags) on"
                    + " its versions",
            "kms:GenerateDataKey and kms:Decrypt"),
    DELETE("delete of", "s3:DeleteObject", "kms:Decrypt");

    private final String label;
    private final String action;
    private final String kmsAction;

    S3Operation(String label, String action, String kmsAction) {
        this.label = label;
        this.action = action;
        this.kmsAction = kmsAction;
    }

    String label() {
        return label;
    }

    String action() {
        return action;
    }

    String kmsAction() {
        return kmsAction;
    }

    boolean changes() {
        return this == PUT || this == COPY || this == RESTORE || this == DELETE;
    }

    /** What is not known after an answer was lost. */
    String doubt() {
        return changes()
                ? "Whether it took effect is unknown, and it may do so yet."
                : "Nothing was changed; try again.";
    }
}
