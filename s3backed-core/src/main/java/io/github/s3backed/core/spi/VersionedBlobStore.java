package io.github.s3backed.core.spi;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A blob store that may keep what was overwritten or deleted. Stages fail as {@link BlobStore} says. */
public interface VersionedBlobStore extends ListableBlobStore {

    /** Whether it keeps versions, as of now. */
    CompletionStage<Versioning> versioning();

    /**
     * A page of the versions and delete markers of all objects whose keys begin with {@code prefix}. Those of one key follow
     * each other, the youngest first. Also where versions were never kept: each object then is a version {@code null}.
     *
     * @param prefix empty for all
     * @param continuation of the page before; null for the first
     */
    CompletionStage<Listing<BlobVersion>> listVersions(String prefix, @Nullable String continuation);

    /** What is known of a version without reading it; empty if there is no such version, or it is a delete marker. */
    CompletionStage<Optional<BlobInfo>> headVersion(String key, String versionId);

    /**
     * Makes a version the current one of its key, by a copy: with the metadata that {@code observed} holds, and as new as if it were put.
     * What was current stays as an older version, and so does the version itself.
     *
     * <p>The stage fails as that of a put; also with {@link io.github.s3backed.core.BlobNotFoundException} if there is no such version,
     * and with {@link io.github.s3backed.core.BlobChangedException} if it is not as it was observed: nothing was stored then.
     *
     * @param observed what {@link #headVersion} said of it
     */
    CompletionStage<Void> restore(String key, String versionId, BlobInfo observed);

    /**
     * Removes versions and delete markers for good. Removing the current one of a key makes the next older one current.
     * Fails as a whole only if the store answered for none of them; which are removed is unknown then.
     *
     * @param versions up to {@value #MAX_BATCH}, of which key and version id matter; what is not there counts as removed
     * @return those that are still there, and why; empty if all are gone
     */
    CompletionStage<List<FailedDeletion>> deleteVersions(List<BlobVersion> versions);
}
