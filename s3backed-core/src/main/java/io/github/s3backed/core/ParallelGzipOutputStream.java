package io.github.s3backed.core;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Gzip members that follow one another (RFC 1952, section 2.2), all but the first compressed beside each other:
 *
 * <pre>
 *   written:    |  first MiB, as it comes  |  MiB  |  MiB  |  rest |
 *   compressed: |  by whoever writes       | by whichever thread has time
 *   out:        |  member                  |member |member |member |    in order, by whoever writes
 * </pre>
 *
 * <p>Whoever writes needs the oldest member. It compresses that itself where no other thread has begun it, and the others while it is
 * being compressed elsewhere. So it takes no other thread to come to the end, however busy the executor is, and nobody waits
 * while there is something to do.
 */
final class ParallelGzipOutputStream extends OutputStream {

    /** What a member loses is the window of the one before: less than a hundredth of so many bytes. */
    static final int MEMBER = 1024 * 1024;

    private final OutputStream out;
    private final Deflating deflating;
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
        this(out, level, threads, mostUnderWay, (input, count) -> member(input, count, level));
    }

    ParallelGzipOutputStream(OutputStream out, int level, Executor threads, int mostUnderWay, Deflating deflating)
            throws IOException {
        this.out = out;
        this.deflating = deflating;
        this.threads = threads;
        this.mostUnderWay = mostUnderWay;
        this.first = new LeveledGzipOutputStream(out, level);
    }

    /** Makes a member of so many bytes of an array. */
    interface Deflating {
        ByteArrayOutputStream member(byte[] input, int count) throws IOException;
    }

    static ByteArrayOutputStream member(byte[] input, int count, int level) throws IOException {
        ByteArrayOutputStream member = new ByteArrayOutputStream(count / 4 + 64);
        try (OutputStream gzip = new LeveledGzipOutputStream(member, level)) {
            gzip.write(input, 0, count);
        }
        return member;
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
        requireWhole();
        broken = true; // Whatever fails leaves something out, and what follows must not look like the whole.
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
        broken = false;
    }

    private void requireWhole() throws IOException {
        if (broken) {
            throw new IOException("The stream failed before, and is not complete.");
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
        Member member = new Member(filling, count, deflating);
        underWay.add(member);
        member.beginOn(threads);
        filling = underWay.size() > mostUnderWay ? writeOldest() : new byte[MEMBER];
        count = 0;
    }

    private byte[] writeOldest() throws IOException {
        Member oldest = underWay.remove();
        first.finish();
        oldest.compress();
        for (Iterator<Member> others = underWay.iterator(); others.hasNext() && !oldest.isCompressed(); ) {
            others.next().compress();
        }
        oldest.writeTo(out);
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
        requireWhole();
        if (count > 0) {
            underWay.add(new Member(filling, count, deflating));
        }
        while (!underWay.isEmpty()) {
            writeOldest();
        }
    }

    /** One member on its way. */
    private static final class Member {

        private final byte[] input;
        private final int count;
        private final Deflating deflating;
        private final CompletableFuture<ByteArrayOutputStream> compressed = new CompletableFuture<>();
        /** Holds this until somebody begins it: a task that comes too late must not keep what it was for in memory. */
        private final AtomicReference<@Nullable Member> toDo = new AtomicReference<>(this);

        Member(byte[] input, int count, Deflating deflating) {
            this.input = input;
            this.count = count;
            this.deflating = deflating;
        }

        byte[] input() {
            return input;
        }

        void beginOn(Executor threads) {
            AtomicReference<@Nullable Member> task = toDo;
            try {
                threads.execute(() -> begin(task));
            } catch (Throwable e) {
                // Not a rejection alone: a thread may fail to start. Whoever writes the member compresses it as well.
            }
        }

        /** Compresses it, unless somebody does or has done so. */
        void compress() {
            begin(toDo);
        }

        private static void begin(AtomicReference<@Nullable Member> task) {
            Member member = task.getAndSet(null);
            if (member != null) {
                member.deflate();
            }
        }

        private void deflate() {
            try {
                compressed.complete(deflating.member(input, count));
            } catch (Throwable e) {
                compressed.completeExceptionally(e);
            }
        }

        boolean isCompressed() {
            return compressed.isDone();
        }

        void writeTo(OutputStream out) throws IOException {
            try {
                compressed.join().writeTo(out);
            } catch (CompletionException e) {
                throw new IOException("A gzip member could not be compressed.", e.getCause());
            }
        }
    }
}
