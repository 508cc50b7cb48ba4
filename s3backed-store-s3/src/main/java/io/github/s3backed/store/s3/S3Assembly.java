package io.github.s3backed.store.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Puts stores together. */
final class S3Assembly {

    /** The default of the SDK's HTTP clients for connections: more threads would wait for one. */
    private static final int THREADS = 50;

    private static final long IDLE_SECONDS = 5;

    private S3Assembly() {}

    static S3BlobStore build(
            S3Settings settings,
            S3Limits limits,
            @Nullable S3Client client,
            @Nullable S3AsyncClient asyncClient,
            @Nullable S3Presigner presigner,
            @Nullable Executor executor,
            boolean ownsClient) {
        if ((client == null) == (asyncClient == null)) {
            throw new IllegalArgumentException("An S3 blob store needs one client: an S3Client or an S3AsyncClient.");
        }
        AutoCloseable given = client == null ? asyncClient : client;
        List<AutoCloseable> owned = new ArrayList<>();
        Executor threads = executor == null ? newThreads(settings.bucket(), owned) : executor;
        AppendedMd5 md5 = new AppendedMd5();
        S3Calls calls = client == null
                ? new AsyncCalls(
                        Undivided.of(asyncClient),
                        threads,
                        executor == null ? ReaderThreads.start(settings.bucket(), owned) : executor,
                        md5)
                : new SyncCalls(client, threads, md5);
        S3PartCalls partCalls = client == null
                ? new AsyncPartCalls(Undivided.of(asyncClient), threads)
                : new SyncPartCalls(client, threads);
        if (ownsClient) {
            owned.add(given);
        }
        S3Requests requests = new S3Requests(settings, md5);
        S3Work work = new S3Work(calls, requests, threads);
        return new S3BlobStore(
                settings,
                work,
                large(new S3Opening(calls, requests, work, md5), partCalls, settings, limits, work, threads),
                new S3Presigning(presigner, requests, limits.maxPresignDuration()),
                given,
                new S3Check(settings, calls, requests),
                new S3Contents(settings, new EitherClient(client, asyncClient, threads)),
                owned);
    }

    private static S3LargeObjects large(
            S3Opening opening, S3PartCalls calls, S3Settings settings, S3Limits limits, S3Work work, Executor threads) {
        S3PartRequests requests = new S3PartRequests(settings);
        S3Assembling assembling = new S3Assembling(calls, requests, work, limits.parallelParts(), threads);
        return new S3LargeObjects(
                opening,
                new S3Dividing(calls, requests, assembling, limits, threads),
                new S3Copying(calls, requests, assembling, limits));
    }

    private static Executor newThreads(String bucket, List<AutoCloseable> owned) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "s3backed-s3-" + bucket + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        owned.add(threads::shutdown);
        return threads;
    }
}
