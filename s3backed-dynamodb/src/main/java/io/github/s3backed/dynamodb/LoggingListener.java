package io.github.s3backed.dynamodb;

import java.lang.System.Logger.Level;

/** Logs what a person may have to act on. */
final class LoggingListener implements S3BackedListener {

    private static final System.Logger LOG = System.getLogger(S3BackedDynamoDb.class.getName());

    /** Whether it says anything of an event, as the log is set up now. */
    boolean logs(S3BackedEvent event) {
        return LOG.isLoggable(level(event));
    }

    private static Level level(S3BackedEvent event) {
        return event instanceof S3BackedEvent.CleanUpFailed || event instanceof S3BackedEvent.OutcomeUnknown
                ? Level.WARNING
                : Level.DEBUG;
    }

    @Override
    public void onEvent(S3BackedEvent event) {
        if (event instanceof S3BackedEvent.CleanUpFailed failed) {
            LOG.log(
                    level(event),
                    failed.operation() + " of " + failed.table()
                            + ": objects could not be removed, or seen; left to the sweeper: " + failed.left(),
                    failed.cause());
        } else if (event instanceof S3BackedEvent.OutcomeUnknown unknown) {
            LOG.log(
                    level(event),
                    unknown.operation() + " of " + unknown.table()
                            + " is of unknown outcome; its objects are kept, and left to the sweeper if no item refers to them: "
                            + unknown.kept(),
                    unknown.cause());
        } else {
            LOG.log(level(event), event::toString);
        }
    }
}
