package dev.vedette.baseline.blame;

/** What containers share and wait for. */
public enum Resource {
    /** A task that is ready waits until it runs; running is no part of the wait. */
    CPU("cpu", 0, 0, NeighbourJudge.WINDOW.toNanos() / 50),
    /**
     * A request waits until the device turns to it. Many devices serve several requests at once, and then it is no harm that
     * others were served meanwhile, unless single requests take clearly longer than usual.
     */
    DISK("io", 1.5, 0, NeighbourJudge.WINDOW.toNanos() / 50),
    /**
     * A packet waits until the device passes it on. Queues of some length are no harm, as long as packets do not wait clearly
     * longer than usual, and a millisecond at least: there are many of them, and shorter waits are lost in what the way takes
     * anyhow. The culprit's use is for how long the device was at its packets while others waited.
     */
    NETWORK("network", 1.5, 1_000_000, NeighbourJudge.WINDOW.toNanos() / 50),
    /** A task that needs memory looks for it itself until it has some; its use is by how much it grows, in bytes. */
    MEMORY("memory", 0, 0, 100L << 20);

    private final String label;
    private final double leastSlowdown;
    private final long leastWait;
    private final long leastGrowth;

    Resource(String label, double leastSlowdown, long leastWait, long leastGrowth) {
        this.label = label;
        this.leastSlowdown = leastSlowdown;
        this.leastWait = leastWait;
        this.leastGrowth = leastGrowth;
    }

    /** For people and figures. */
    public String label() {
        return label;
    }

    /** How many times as long as usual a single wait (p95) is where harm is done; 0 where the sum of waits alone tells. */
    double leastSlowdown() {
        return leastSlowdown;
    }

    /** How long a single wait (p95) is at least where harm is done, nanoseconds. */
    long leastWait() {
        return leastWait;
    }

    /** Use that grows by less within a window harms nobody; nanoseconds, of memory bytes. */
    long leastGrowth() {
        return leastGrowth;
    }
}
