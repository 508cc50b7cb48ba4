package io.github.s3backed.sweeper;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what was listed. */
final class ListingCounts {

    private static final int SAMPLES = 20;

    private final Map<ObjectJudge.Verdict, Long> byVerdict = new EnumMap<>(ObjectJudge.Verdict.class);
    private final List<String> unknown = new ArrayList<>();
    private long objects;
    private long bytes;
    private long orphanBytes;
    private long staleUploads;

    /** Counts an object, and tells whether it is to be deleted. */
    boolean count(ObjectJudge.Verdict verdict, String key, long length) {
        objects++;
        bytes += length;
        byVerdict.merge(verdict, 1L, Long::sum);
        if (verdict == ObjectJudge.Verdict.UNKNOWN && unknown.size() < SAMPLES) {
            unknown.add(key);
        }
        boolean orphan = verdict == ObjectJudge.Verdict.DELETE || verdict == ObjectJudge.Verdict.HIDE;
        orphanBytes += orphan ? length : 0;
        return orphan;
    }

    void staleUpload() {
        staleUploads++;
    }

    private long of(ObjectJudge.Verdict verdict) {
        return byVerdict.getOrDefault(verdict, 0L);
    }

    void write(DataOutputStream out) throws IOException {
        long[] numbers = {
            objects,
            bytes,
            of(ObjectJudge.Verdict.LIVE),
            of(ObjectJudge.Verdict.YOUNG),
            of(ObjectJudge.Verdict.RETAINED),
            of(ObjectJudge.Verdict.SKIPPED),
            of(ObjectJudge.Verdict.DELETE) + of(ObjectJudge.Verdict.HIDE),
            orphanBytes,
            staleUploads,
            of(ObjectJudge.Verdict.UNKNOWN)
        };
        for (long number : numbers) {
            out.writeLong(number);
        }
        out.writeInt(unknown.size());
        for (String key : unknown) {
            out.writeUTF(key);
        }
    }

    static SweepReport.Listed read(Path file) throws IOException {
        List<SweepReport.Listed> records = new ArrayList<>();
        Journal.read(file, in -> {
            long[] numbers = new long[10];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = in.readLong();
            }
            List<String> keys = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                keys.add(in.readUTF());
            }
            records.add(new SweepReport.Listed(
                    numbers[0],
                    numbers[1],
                    numbers[2],
                    numbers[3],
                    numbers[4],
                    numbers[5],
                    numbers[6],
                    numbers[7],
                    numbers[8],
                    numbers[9],
                    keys));
        });
        if (records.size() != 1) {
            throw new IOException("The file " + file + " is damaged. Remove the state folder, and sweep again.");
        }
        return records.get(0);
    }
}
