package dev.vedette.benchmarks;

/** Where a workload runs. */
enum Placement {
    /** As a process of the node, which the built-in rules do not judge. */
    NODE("on the node"),
    /** In a group that is watched as a container. */
    CONTAINER("in a container");

    private final String phrase;

    Placement(String phrase) {
        this.phrase = phrase;
    }

    String phrase() {
        return phrase;
    }
}
