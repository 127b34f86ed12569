package dev.vedette.benchmarks.neighbours;

/** What containers take from one another. */
enum Resource {
    CPU,
    DISK,
    MEMORY,
    NETWORK
}
