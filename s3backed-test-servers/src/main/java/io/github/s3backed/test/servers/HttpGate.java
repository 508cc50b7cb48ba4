package io.github.s3backed.test.servers;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;

/**
 * HTTP clients around others that hold requests and answers for as long as a test wants, and know how many are under way:
 * from when the SDK sends a request until it has the end of its answer. Safe for use by many threads.
 */
public final class HttpGate {

    private volatile Function<SdkHttpRequest, Passage> passages = request -> Passage.free();
    private int underWay;
    private int most;
    private int begun;
    private int late;

    /** A gate that holds nothing yet. */
    public HttpGate() {}

    /** Says of each request from now on when it passes. Called on the thread that sends the request. */
    public void passages(Function<SdkHttpRequest, Passage> plan) {
        this.passages = plan;
    }

    /** A client that blocks while a request or an answer is held. */
    public SdkHttpClient.Builder<?> around(SdkHttpClient.Builder<?> client) {
        return new GatedHttpClient.Builder(client, this);
    }

    /** A client that does not block. */
    public SdkAsyncHttpClient.Builder<?> around(SdkAsyncHttpClient.Builder<?> client) {
        return new GatedAsyncHttpClient.Builder(client, this);
    }

    /** How many requests are under way. */
    public synchronized int underWay() {
        return underWay;
    }

    /** How many were under way at once, at the most. */
    public synchronized int mostUnderWay() {
        return most;
    }

    /** How many requests the SDK has sent. */
    public synchronized int begun() {
        return begun;
    }

    /** How many requests have not ended at the server though the client was told that they had. */
    public synchronized int late() {
        return late;
    }

    synchronized void countLate(int more) {
        late += more;
    }

    /** Forgets what it has counted, but for what is under way. */
    public synchronized void forget() {
        most = underWay;
        begun = underWay;
    }

    /** Waits until at least so many requests are under way. */
    public synchronized void awaitUnderWay(int count, Duration limit) throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + limit.toNanos();
        while (underWay < count) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new TimeoutException("Only " + underWay + " requests are under way, not " + count + ".");
            }
            wait(left);
        }
    }

    static IOException broken() {
        return new IOException("The connection was broken on purpose.");
    }

    Passage enter(SdkHttpRequest request) {
        synchronized (this) {
            begun++;
            underWay++;
            most = Math.max(most, underWay);
            notifyAll();
        }
        return passages.apply(request);
    }

    /** The end of one request, told as often as it may be noticed. */
    final class Exit {

        private boolean done;

        void leave() {
            synchronized (HttpGate.this) {
                if (!done) {
                    done = true;
                    underWay--;
                    HttpGate.this.notifyAll();
                }
            }
        }
    }
}
