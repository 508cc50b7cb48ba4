package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventQueueTest {

    private static final S3BackedEvent FETCHED =
            new S3BackedEvent.Fetched("table", "body", Reference.parse("s3://bucket/key"), Duration.ofMillis(1));
    private static final S3BackedEvent LEFT = new S3BackedEvent.CleanUpFailed(
            "table", "PutItem", Set.of(Reference.parse("s3://bucket/key")), new IllegalStateException("denied"));

    private final Logger log = Logger.getLogger(S3BackedDynamoDb.class.getName());
    private final Level level = log.getLevel();
    private final List<Thread> loggedOn = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch logged = new CountDownLatch(1);
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord said) {
            loggedOn.add(Thread.currentThread());
            logged.countDown();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        handler.setLevel(Level.ALL);
        log.addHandler(handler);
    }

    @AfterEach
    void leave() {
        log.removeHandler(handler);
        log.setLevel(level);
    }

    @Test
    void wakesNoThreadForWhatTheUsualListenerWouldNotLog() {
        log.setLevel(Level.INFO);
        try (EventQueue events = new EventQueue(new LoggingListener())) {
            events.emit(FETCHED);

            assertThat(events.hasThread()).isFalse();
        }
    }

    @Test
    void logsWhatAPersonMayHaveToActOnFromAThreadOfItsOwn() throws InterruptedException {
        log.setLevel(Level.INFO);
        try (EventQueue events = new EventQueue(new LoggingListener())) {
            events.emit(LEFT);

            assertThat(logged.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(loggedOn).first().isNotSameAs(Thread.currentThread());
        }
    }

    @Test
    void logsEverythingWhereTheLogIsToHoldIt() throws InterruptedException {
        log.setLevel(Level.FINE);
        try (EventQueue events = new EventQueue(new LoggingListener())) {
            events.emit(FETCHED);

            assertThat(logged.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void handsEverythingToAListenerOfTheCallers() throws InterruptedException {
        CountDownLatch heard = new CountDownLatch(1);
        try (EventQueue events = new EventQueue(event -> heard.countDown())) {
            events.emit(FETCHED);

            assertThat(heard.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
