package io.github.s3backed.core.spi;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A blob store that can say more of itself than a probe of its four operations shows, such as whether its bucket keeps old
 * versions. For use before the first request, when an application starts.
 */
public interface CheckableBlobStore extends BlobStore {

    /**
     * Finds out what would keep the store from what it is to be used for.
     *
     * @return a stage that completes with the findings, in any order, and does not fail: that something is not permitted, not
     *     there or cannot be reached is a finding
     */
    CompletionStage<List<Finding>> check(StoreUse use);
}
