package io.github.s3backed.core;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gzip members that follow one another (RFC 1952, section 2.2), all but the first compressed beside each other:
 *
 * <pre>
 *   written:    |  first MiB, as it comes  |  MiB  |  MiB  |  rest |
 *   compressed: |  by whoever writes       | by whichever thread has time
 *   out:        |  member                  |member |member |member |    in order, by whoever writes
 * </pre>
 *
 * <p>Whoever needs a member that no other thread has begun compresses it. So it takes no thread to come to the end, however busy
 * the executor is, and nobody waits but for a member that is being compressed just then.
 */
final class ParallelGzipOutputStream extends OutputStream {

    /** What a member loses is the window of the one before: less than a hundredth of so many bytes. */
    static final int MEMBER = 1024 * 1024;

    private final OutputStream out;
    private final int level;
    private final Executor threads;
    private final int mostUnderWay;
    private final Deque<Member> underWay = new ArrayDeque<>();
    private final LeveledGzipOutputStream first;
    private int firstCount;
    private byte[] filling = new byte[0];
    private int count;
    private boolean broken;
    private boolean closed;

    /** @param mostUnderWay members that are in memory at once, beside the one that is being filled */
    ParallelGzipOutputStream(OutputStream out, int level, Executor threads, int mostUnderWay) throws IOException {
        this.out = out;
        this.level = level;
        this.threads = threads;
        this.mostUnderWay = mostUnderWay;
        this.first = new LeveledGzipOutputStream(out, level);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("The stream is closed.");
        }
        int ofFirst = Math.min(length, MEMBER - firstCount);
        if (ofFirst > 0) {
            first.write(source, offset, ofFirst);
            firstCount += ofFirst;
        }
        int from = offset + ofFirst;
        int left = length - ofFirst;
        while (left > 0) {
            int n = fill(source, from, left);
            from += n;
            left -= n;
        }
    }

    private int fill(byte[] source, int from, int left) throws IOException {
        if (filling.length == 0) {
            filling = new byte[MEMBER];
        } else if (count == MEMBER) {
            begin();
        }
        int n = Math.min(left, MEMBER - count);
        System.arraycopy(source, from, filling, count, n);
        count += n;
        return n;
    }

    /** Has what was collected compressed, and goes on in the memory of a member that has been written. */
    private void begin() throws IOException {
        Member member = new Member(filling, count, level);
        underWay.add(member);
        member.beginOn(threads);
        filling = underWay.size() > mostUnderWay ? writeOldest() : new byte[MEMBER];
        count = 0;
    }

    private byte[] writeOldest() throws IOException {
        Member oldest = underWay.remove();
        // Whatever fails leaves a member out, and what follows must not look like the whole.
        boolean before = broken;
        broken = true;
        first.finish();
        oldest.writeTo(out);
        broken = before;
        return oldest.input();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            writeRest();
        } catch (Throwable e) {
            first.free();
            throw e;
        }
        first.close();
    }

    private void writeRest() throws IOException {
        if (broken) {
            throw new IOException("The stream failed before, and is not complete.");
        }
        if (count > 0) {
            underWay.add(new Member(filling, count, level));
        }
        while (!underWay.isEmpty()) {
            writeOldest();
        }
    }

    /** One member on its way. */
    private static final class Member {

        private final byte[] input;
        private final int count;
        private final int level;
        private final AtomicBoolean begun = new AtomicBoolean();
        private final CompletableFuture<ByteArrayOutputStream> compressed = new CompletableFuture<>();

        Member(byte[] input, int count, int level) {
            this.input = input;
            this.count = count;
            this.level = level;
        }

        byte[] input() {
            return input;
        }

        void beginOn(Executor threads) {
            try {
                threads.execute(this::compressOnce);
            } catch (RejectedExecutionException e) {
                // Whoever writes it does that as well.
            }
        }

        private void compressOnce() {
            if (begun.compareAndSet(false, true)) {
                try {
                    compressed.complete(compress());
                } catch (Throwable e) {
                    compressed.completeExceptionally(e);
                }
            }
        }

        private ByteArrayOutputStream compress() throws IOException {
            ByteArrayOutputStream member = new ByteArrayOutputStream(count / 4 + 64);
            try (OutputStream gzip = new LeveledGzipOutputStream(member, level)) {
                gzip.write(input, 0, count);
            }
            return member;
        }

        void writeTo(OutputStream out) throws IOException {
            compressOnce();
            try {
                compressed.join().writeTo(out);
            } catch (CompletionException e) {
                throw new IOException("A gzip member could not be compressed.", e.getCause());
            }
        }
    }
}
