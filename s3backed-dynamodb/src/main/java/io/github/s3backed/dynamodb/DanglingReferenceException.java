package io.github.s3backed.dynamodb;

import io.github.s3backed.core.Reference;
import io.github.s3backed.core.S3BackedException;
import org.jspecify.annotations.Nullable;

/**
 * An item refers to an object that is not there, and a consistent read has shown that it does so still. No coordinated
 * client leaves such an item: somebody else has removed the object, or written the reference. Restore the object if the
 * bucket is versioned, or remove the attribute.
 */
public final class DanglingReferenceException extends S3BackedException {

    private static final long serialVersionUID = 1L;

    private final String table;
    private final String attribute;
    private final transient Reference reference;

    DanglingReferenceException(Held held, Throwable cause) {
        this(
                "Table '" + held.attribute().table() + "' holds in attribute '"
                        + held.attribute().name() + "' of an item a reference to " + held.reference()
                        + ", where there is no object. Restore it if the bucket is versioned, or remove the attribute; and"
                        + " look for who removes objects beside this library, such as a lifecycle rule.",
                held.attribute().table(),
                held.attribute().name(),
                held.reference(),
                cause);
    }

    private DanglingReferenceException(
            String message, String table, String attribute, Reference reference, @Nullable Throwable cause) {
        super(message, cause);
        this.table = table;
        this.attribute = attribute;
        this.reference = reference;
    }

    /** The name of the table. */
    public String table() {
        return table;
    }

    /** The name of the attribute. */
    public String attribute() {
        return attribute;
    }

    /** What the attribute holds. */
    public Reference reference() {
        return reference;
    }

    @Override
    protected S3BackedException withMessage(String message) {
        return new DanglingReferenceException(message, table, attribute, reference, getCause());
    }
}
