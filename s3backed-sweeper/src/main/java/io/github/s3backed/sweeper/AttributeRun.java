package io.github.s3backed.sweeper;

import io.github.s3backed.dynamodb.AttributeRewrite;
import io.github.s3backed.dynamodb.RefusedRequestException;
import io.github.s3backed.dynamodb.RewriteResult;
import io.github.s3backed.sweeper.AttributeMigration.Plan;
import io.github.s3backed.sweeper.MigrateReport.Outcome;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** Migrates one attribute of one item, and looks at it again where others have changed it meanwhile. */
final class AttributeRun {

    private static final int TRIES = 5;
    private static final Set<Outcome> SAMPLED = EnumSet.of(Outcome.TOO_LARGE, Outcome.SKIPPED, Outcome.FAILED);

    private final MigrateSettings settings;
    private final MigratedTable table;
    private final String attribute;
    private final PageCounts counts;
    private final CapacityBudget writes;
    private final MigrateTally tally;

    AttributeRun(
            MigrateSettings settings,
            MigratedTable table,
            String attribute,
            PageCounts counts,
            CapacityBudget writes,
            MigrateTally tally) {
        this.settings = settings;
        this.table = table;
        this.attribute = attribute;
        this.counts = counts;
        this.writes = writes;
        this.tally = tally;
    }

    /** Counts what became of it. What a test throws at a step is not counted, and ends the run. */
    void run(Map<String, AttributeValue> item) throws InterruptedException {
        AttributeMigration seen = migrationOf(item);
        for (int left = TRIES; left > 0; left--) {
            Optional<Plan> done = migrate(seen);
            if (done.isEmpty() || done.get().outcome() != Outcome.CHANGED) {
                settle(seen, done);
                return;
            }
            counts.add(Outcome.CHANGED);
            Guarded<AttributeMigration> now = guarded(() -> migrationOf(current(item)));
            if (now.failure().isPresent()) {
                settle(seen, now.failure());
                return;
            }
            seen = now.value();
        }
        settle(
                seen,
                Optional.of(Plan.none(
                        Outcome.SKIPPED, "It changed " + TRIES + " times while it was rewritten. Migrate again.")));
    }

    private AttributeMigration migrationOf(Map<String, AttributeValue> item) {
        return new AttributeMigration(settings, table.scanned(), item, attribute);
    }

    /** What was done; empty where there is nothing. */
    private Optional<Plan> migrate(AttributeMigration migration) throws InterruptedException {
        Guarded<Optional<Plan>> plan = guarded(migration::decide);
        if (plan.failure().isPresent()) {
            return plan.failure();
        }
        AttributeRewrite rewrite = plan.value().map(Plan::rewrite).orElse(null);
        return settings.dryRun() || rewrite == null
                ? plan.value()
                : Optional.of(rewrite(rewrite, plan.value().get()));
    }

    private Plan rewrite(AttributeRewrite rewrite, Plan plan) throws InterruptedException {
        settings.steps().before("rewrite");
        Guarded<RewriteResult> done = guarded(() -> table.rewriter().rewrite(rewrite));
        settings.steps().before("go on");
        if (done.failure().isPresent()) {
            return done.failure().get();
        }
        writes.consume(done.value().writeUnits());
        return Plan.none(outcomeOf(done.value(), plan.outcome()), plan.reason());
    }

    private static Outcome outcomeOf(RewriteResult result, Outcome wanted) {
        return switch (result.outcome()) {
            case REWRITTEN -> wanted;
            case AS_IT_WAS -> Outcome.AS_IS;
            case CHANGED -> Outcome.CHANGED;
            case TOO_LARGE -> Outcome.TOO_LARGE;
        };
    }

    private Map<String, AttributeValue> current(Map<String, AttributeValue> item) {
        ScannedTable scanned = table.scanned();
        return scanned.client()
                .get(GetItemRequest.builder()
                        .tableName(scanned.name())
                        .key(scanned.keyOf(item))
                        .consistentRead(true)
                        .build())
                .item();
    }

    private void settle(AttributeMigration migration, Optional<Plan> done) {
        done.ifPresent(plan -> {
            counts.add(plan.outcome());
            if (SAMPLED.contains(plan.outcome())) {
                tally.sample(new MigrateReport.Sample(
                        plan.outcome(), table.scanned().name(), attribute, migration.place(), reasonOf(plan)));
            }
        });
    }

    private static String reasonOf(Plan plan) {
        return plan.outcome() == Outcome.TOO_LARGE
                ? "The item would be larger than 400 KB. Leave it S3-backed, or divide the value."
                : plan.reason();
    }

    /** Whatever is wrong with one attribute, such as a key that is too long, is to be counted and not to end the run. */
    private static <T> Guarded<T> guarded(Callable<T> work) throws InterruptedException {
        try {
            return new Guarded<>(work.call(), null);
        } catch (InterruptedException e) {
            throw e;
        } catch (RefusedRequestException e) {
            return new Guarded<>(null, Plan.none(Outcome.SKIPPED, String.valueOf(e.getMessage())));
        } catch (Exception e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return new Guarded<>(null, Plan.none(Outcome.FAILED, String.valueOf(e.getMessage())));
        }
    }

    /** What was found, or what is counted in place of it. */
    private record Guarded<T>(@Nullable T found, @Nullable Plan instead) {

        Optional<Plan> failure() {
            return Optional.ofNullable(instead);
        }

        T value() {
            return Objects.requireNonNull(found);
        }
    }
}
