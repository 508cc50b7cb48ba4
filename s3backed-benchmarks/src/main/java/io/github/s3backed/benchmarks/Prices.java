package io.github.s3backed.benchmarks;

import java.time.YearMonth;

/**
 * What AWS asks for, in US dollars.
 *
 * @param of when they were published
 * @param writeUnit per write of up to 1 KiB of an item
 * @param readUnit per strongly consistent read of up to 4 KiB of an item; others cost half
 * @param itemStorage per GiB and month in DynamoDB
 * @param put per request to S3
 * @param get per request to S3
 * @param objectStorage per GiB and month in S3
 */
record Prices(
        YearMonth of,
        double writeUnit,
        double readUnit,
        double itemStorage,
        double put,
        double get,
        double objectStorage) {

    /** DynamoDB on demand, Standard table class, and S3 Standard, in us-east-1. DELETE is free, and so is the way between them. */
    static final Prices US_EAST_1 =
            new Prices(YearMonth.of(2025, 7), 0.625 / 1e6, 0.125 / 1e6, 0.25, 0.005 / 1e3, 0.0004 / 1e3, 0.023);
}
