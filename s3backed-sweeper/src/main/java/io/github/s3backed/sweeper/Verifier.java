package io.github.s3backed.sweeper;

import io.github.s3backed.core.spi.ListableBlobStore;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether every reference that a table holds leads to what was written. Reads only.
 *
 * <pre>{@code
 * VerifyReport report = Verifier.builder().tables(s3backed, dynamoDb).deep().build().run();
 * }</pre>
 *
 * <p>It scans all items and looks at the S3-backed attributes. Of each reference it asks whether it would be followed, whether
 * its object is there, and whether key, metadata and, where the object is not compressed, length agree; {@link Builder#deep}
 * reads every byte and verifies the fingerprint. What is kept in items is always verified. Writers may go on meanwhile: what
 * they replace while it is looked at is counted apart, and no defect.
 *
 * <p>Immutable, and used by one thread at a time.
 */
public final class Verifier {

    private final VerifySettings settings;

    private Verifier(VerifySettings settings) {
        this.settings = settings;
    }

    /** A builder; tables are required. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Verifies once, on this thread and some of its own, and returns when that is done.
     *
     * @throws SweepRefusedException if a client is a wrapped one, or {@link Builder#countOrphans} was asked for and a sweep
     *     would refuse
     * @throws SweepFailedException if DynamoDB failed, or the thread was interrupted. What the store fails with is a defect
     *     of that reference
     */
    public VerifyReport run() {
        return new VerifyRun(settings).run();
    }

    /** Collects how to verify. Not thread-safe. */
    public static final class Builder extends ScanBuilder<Builder> {

        private final List<ScannedTable> tables = new ArrayList<>();
        private boolean deep;
        private double fraction = 1;
        private SweepListener listener = progress -> {};
        private @Nullable ListableBlobStore sweptStore;
        private @Nullable Path stateFolder;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        @Override
        Builder tables(S3BackedDynamoDb s3backed, TableClient client) {
            s3backed.tables().forEach(table -> tables.add(new ScannedTable(table, client)));
            return this;
        }

        /** Reads objects to their end, instead of only asking for them. */
        public Builder deep() {
            this.deep = true;
            return this;
        }

        /**
         * Which part of the references' objects is looked at: the same ones every time; all of them by default.
         *
         * @param part more than 0, and 1 at most
         */
        public Builder fraction(double part) {
            if (!(part > 0 && part <= 1)) {
                throw new IllegalArgumentException("A fraction is more than 0 and 1 at most, but was: " + part);
            }
            this.fraction = part;
            return this;
        }

        /**
         * How many defects of each kind are reported one by one; 20 by default. All are counted.
         *
         * @param count not negative
         */
        public Builder samplesPerKind(int count) {
            return samples(count);
        }

        /**
         * Counts orphans of a store as well, by a dry run of a sweep of exclusive keys, for which all tables are scanned again.
         *
         * @param folder the state folder of that sweep
         */
        public Builder countOrphans(ListableBlobStore store, Path folder) {
            this.sweptStore = Objects.requireNonNull(store, "store");
            this.stateFolder = Objects.requireNonNull(folder, "folder");
            return this;
        }

        /** Who hears how far the verification is; nobody by default. */
        public Builder listener(SweepListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * The verifier, which sends no request yet.
         *
         * @throws IllegalArgumentException if there is no table
         */
        public Verifier build() {
            if (tables.isEmpty()) {
                throw new IllegalArgumentException("A verifier needs at least one registered table.");
            }
            return new Verifier(
                    new VerifySettings(tables, deep, fraction, samples(), scans(), listener, sweptStore, stateFolder));
        }
    }
}
