package io.github.s3backed.sweeper;

import java.io.DataInputStream;
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
    private final List<String> orphans = new ArrayList<>();
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
        if (orphan && orphans.size() < SAMPLES) {
            orphans.add(key);
        }
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
        write(orphans, out);
        write(unknown, out);
    }

    private static void write(List<String> keys, DataOutputStream out) throws IOException {
        out.writeInt(keys.size());
        for (String key : keys) {
            out.writeUTF(key);
        }
    }

    private static List<String> readKeys(DataInputStream in) throws IOException {
        List<String> keys = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            keys.add(in.readUTF());
        }
        return keys;
    }

    static SweepReport.Listed read(Path file) throws IOException {
        List<SweepReport.Listed> records = new ArrayList<>();
        Journal.read(file, in -> {
            long[] numbers = new long[10];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = in.readLong();
            }
            List<String> orphanKeys = readKeys(in);
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
                    orphanKeys,
                    readKeys(in)));
        });
        if (records.size() != 1) {
            throw new IOException("The file " + file + " is damaged. Remove the state folder, and sweep again.");
        }
        return records.get(0);
    }
}
