package io.github.s3backed.store.s3;

import java.time.Duration;

/**
 * What is divided, and how.
 *
 * @param partSize the least bytes of a part
 * @param parallelParts how many parts of one object are under way at once
 * @param divideAbove content of more bytes is put in parts
 * @param copyAbove an object of more bytes is copied in parts
 * @param maxPresignDuration how long a URL may be good for
 */
record S3Limits(long partSize, int parallelParts, long divideAbove, long copyAbove, Duration maxPresignDuration) {

    private static final long MIB = 1024 * 1024;

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
    static final long LEAST_PART = 5 * MIB;
    static final long LARGEST_PART = 5 * 1024 * MIB;
    static final int MOST_PARTS = 10_000;

    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
    static final long LARGEST_COPY = 5 * 1024 * MIB;

    static final long DEFAULT_PART = 8 * MIB;
    static final int DEFAULT_PARALLEL_PARTS = 4;

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html
    static final Duration LONGEST_PRESIGN = Duration.ofDays(7);

    /** Below this a part costs more in requests than it saves in time, and S3 keeps no hash of the whole. */
    static final long LEAST_DIVIDED = 16 * MIB;

    private static final int COPIES_PER_LIMIT = 10;

    Parts partsOf(long length) {
        return Parts.of(length, partSize);
    }

    /** In larger parts than those of a put: no bytes pass through here, and nothing is sent again if one fails. */
    Parts copiesOf(long length) {
        return Parts.of(length, Math.max(partSize, copyAbove / COPIES_PER_LIMIT));
    }

    /** How an object is divided. Parts are numbered from 1. */
    record Parts(long length, long size) {

        static Parts of(long length, long least) {
            return new Parts(length, Math.max(least, ceil(length, MOST_PARTS)));
        }

        private static long ceil(long length, long divisor) {
            return (length + divisor - 1) / divisor;
        }

        int count() {
            return (int) ceil(length, size);
        }

        long position(int number) {
            return (number - 1) * size;
        }

        long length(int number) {
            return Math.min(size, length - position(number));
        }
    }
}
