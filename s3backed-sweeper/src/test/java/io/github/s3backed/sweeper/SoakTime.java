package io.github.s3backed.sweeper;

import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.VersionedBlobStore;
import io.github.s3backed.store.s3.S3BlobStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Makes objects look as old to a writer as a soak must have them: a policy allows no grace period below half an hour, and no
 * soak waits for that. The sweeper takes its grace period from its test, a write its deadline from the policy; what is left is
 * how long an object under a shared key is relied on, half of a day by the policy, which are {@link #TRUSTED_SECONDS} here.
 */
final class SoakTime {

    /** How long an unreferenced object is kept: what it is relied on, the deadline, and the whole seconds of S3's clock. */
    static final Duration GRACE = Duration.ofSeconds(15);

    private static final int TRUSTED_SECONDS = 6;
    private static final long FASTER = Duration.ofHours(12).toSeconds() / TRUSTED_SECONDS;

    private SoakTime() {}

    /** The same store, whose {@code head} tells ages that many times larger. */
    static BlobStore faster(S3BlobStore store) {
        return (BlobStore) Proxy.newProxyInstance(
                VersionedBlobStore.class.getClassLoader(),
                S3BlobStore.class.getInterfaces(),
                (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(store, arguments);
                        return method.getName().equals("head") ? older((CompletionStage<?>) result) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static CompletionStage<?> older(CompletionStage<?> head) {
        return head.thenApply(found -> ((Optional<?>) found).map(info -> older((BlobInfo) info)));
    }

    private static BlobInfo older(BlobInfo info) {
        return BlobInfo.of(
                        info.metadata(),
                        info.length(),
                        info.observedAt().minus(info.age().multipliedBy(FASTER)),
                        info.observedAt(),
                        info.sha256().orElse(null))
                .withEntityTag(info.entityTag().orElse(null));
    }
}
