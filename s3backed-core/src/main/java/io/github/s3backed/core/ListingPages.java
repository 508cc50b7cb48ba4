package io.github.s3backed.core;

import io.github.s3backed.core.spi.ListableBlobStore;
import io.github.s3backed.core.spi.ListedBlob;
import io.github.s3backed.core.spi.Listing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of listings as S3 makes them: up to 1,000 keys, in the order of their bytes of UTF-8. */
final class ListingPages {

    private static final int PAGE = 1000;

    private static final Comparator<String> UTF_8 =
            Comparator.comparing((String key) -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private ListingPages() {}

    /** Continues behind the last key of the page before, which therefore is the continuation. */
    static Listing<ListedBlob> page(
            Collection<String> all,
            String prefix,
            @Nullable String continuation,
            Instant now,
            Function<String, @Nullable ListedBlob> describe) {
        List<String> keys = all.stream()
                .filter(key -> key.startsWith(prefix))
                .filter(key -> continuation == null || UTF_8.compare(key, continuation) > 0)
                .sorted(UTF_8)
                .limit(PAGE + 1L)
                .toList();
        List<String> page = keys.subList(0, Math.min(PAGE, keys.size()));
        List<ListedBlob> entries =
                page.stream().map(describe).filter(entry -> entry != null).toList();
        return new Listing<>(entries, keys.size() > PAGE ? page.get(PAGE - 1) : null, now);
    }

    static void requireBatch(Collection<?> batch) {
        if (batch.size() > ListableBlobStore.MAX_BATCH) {
            throw new IllegalArgumentException(
                    "A batch holds up to " + ListableBlobStore.MAX_BATCH + " keys, but had " + batch.size() + ".");
        }
    }
}
