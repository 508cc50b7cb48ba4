package io.github.s3backed.sweeper;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What is done with the pages of one segment of a table. */
interface ScannedSegment {

    /** Where the next page begins; null at the beginning, or at the end. */
    @Nullable
    Map<String, AttributeValue> lastKey();

    boolean finished();

    /**
     * Does what is to be done with a page, and then takes note that it is done.
     *
     * @param next where the next page begins; empty if there is none
     */
    void page(List<Map<String, AttributeValue>> items, Map<String, AttributeValue> next)
            throws IOException, InterruptedException;

    /** A segment that nobody needs to go on with later. */
    static ScannedSegment of(Work work) {
        return new ScannedSegment() {

            private @Nullable Map<String, AttributeValue> lastKey;
            private boolean finished;

            @Override
            public @Nullable Map<String, AttributeValue> lastKey() {
                return lastKey;
            }

            @Override
            public boolean finished() {
                return finished;
            }

            @Override
            public void page(List<Map<String, AttributeValue>> items, Map<String, AttributeValue> next)
                    throws InterruptedException {
                finished = next.isEmpty();
                lastKey = finished ? null : next;
                work.page(items, finished);
            }
        };
    }

    /** What is done with a page. */
    @FunctionalInterface
    interface Work {

        /** @param last whether no other follows */
        void page(List<Map<String, AttributeValue>> items, boolean last) throws InterruptedException;
    }
}
