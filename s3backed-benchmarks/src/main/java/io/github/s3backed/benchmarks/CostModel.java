package io.github.s3backed.benchmarks;

/**
 * What an item with one payload costs in a month, with its payload inline and offloaded.
 *
 * @param otherBytes of the item: its key and its other attributes
 */
record CostModel(Prices prices, int otherBytes) {

    /** What an offloaded payload leaves in the item: the attribute's name and its reference. */
    static final int REFERENCE = 230;

    private static final double GIB = 1024.0 * 1024 * 1024;
    private static final int LARGEST = 390 * 1024;

    /** @param size of the payload as it is stored, in bytes */
    double inline(int size, Workload workload) {
        long item = otherBytes + (long) size;
        return item(item, workload);
    }

    double offloaded(int size, Workload workload) {
        return item(otherBytes + (long) REFERENCE, workload)
                + workload.writes() * prices.put()
                + workload.reads() * prices.get()
                + size / GIB * prices.objectStorage();
    }

    private double item(long bytes, Workload workload) {
        double reads = (workload.reads() + workload.otherReads()) * (workload.stronglyConsistent() ? 1 : 0.5);
        double writes = workload.writes() + workload.otherWrites();
        return writes * units(bytes, 1024) * prices.writeUnit()
                + reads * units(bytes, 4096) * prices.readUnit()
                + bytes / GIB * prices.itemStorage();
    }

    private static long units(long bytes, int unit) {
        return (bytes + unit - 1) / unit;
    }

    /** The size from which on offloading never costs more, in bytes; more than an item can hold where there is none. */
    int breakEven(Workload workload) {
        int size = LARGEST;
        while (size > 0 && offloaded(size, workload) <= inline(size, workload)) {
            size -= 64;
        }
        return size + 64;
    }

    /** How many times the cheaper way a threshold costs at worst, for sizes up to the largest that may be inline. */
    double regret(int threshold, Workload workload) {
        double worst = 1;
        for (int size = 256; size <= LARGEST; size += 256) {
            double inline = inline(size, workload);
            double offloaded = offloaded(size, workload);
            double chosen = size < threshold ? inline : offloaded;
            worst = Math.max(worst, chosen / Math.min(inline, offloaded));
        }
        return worst;
    }
}
