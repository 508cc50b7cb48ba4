package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobVersion;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * Puts versions and delete markers, which S3 lists in one order and the SDK takes apart, together again. Which of two of the
 * same second comes first is then known of the current one alone.
 */
final class VersionOrder {

    private static final Comparator<BlobVersion> BY_KEY = Comparator.comparing(
            (BlobVersion version) -> version.key().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private static final Comparator<BlobVersion> YOUNGEST_FIRST = Comparator.comparing(
                    (BlobVersion version) -> !version.current())
            .thenComparing(BlobVersion::lastModified, Comparator.reverseOrder());

    private VersionOrder() {}

    static List<BlobVersion> merged(List<ObjectVersion> versions, List<DeleteMarkerEntry> markers) {
        return Stream.concat(
                        versions.stream().map(VersionOrder::version),
                        markers.stream().map(VersionOrder::marker))
                .sorted(BY_KEY.thenComparing(YOUNGEST_FIRST))
                .toList();
    }

    private static BlobVersion version(ObjectVersion version) {
        return new BlobVersion(
                version.key(), version.versionId(), version.isLatest(), false, version.size(), version.lastModified());
    }

    private static BlobVersion marker(DeleteMarkerEntry marker) {
        return new BlobVersion(marker.key(), marker.versionId(), marker.isLatest(), true, 0, marker.lastModified());
    }
}
