package dev.vedette.benchmarks;

/**
 * One filled ring, read empty.
 *
 * @param cpuNanos CPU time of the reading thread
 * @param sum of what was read, to show that both ways read the same
 * @param allocatedBytes by the reading thread
 */
record Round(int records, long cpuNanos, long sum, long allocatedBytes) {
    double nanosPerRecord() {
        return (double) cpuNanos / records;
    }
}
