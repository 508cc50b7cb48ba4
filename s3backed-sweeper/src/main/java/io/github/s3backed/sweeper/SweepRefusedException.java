package io.github.s3backed.sweeper;

import io.github.s3backed.core.S3BackedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sweep, a verification, a migration or a restoration could not be sure of what it was to look at. Nothing was changed. */
public final class SweepRefusedException extends S3BackedException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable List<String> reasons;

    SweepRefusedException(List<String> reasons) {
        this("Refused, and nothing was changed:\n- " + String.join("\n- ", reasons), null, reasons);
    }

    private SweepRefusedException(String message, @Nullable Throwable cause, List<String> reasons) {
        super(message, cause);
        this.reasons = List.copyOf(reasons);
    }

    /** Every reason, each with what to do about it; at least one. Empty after deserialization. */
    public List<String> reasons() {
        return reasons == null ? List.of() : reasons;
    }

    @Override
    protected S3BackedException withMessage(String message) {
        return new SweepRefusedException(message, getCause(), reasons());
    }
}
