package dev.vedette.benchmarks.neighbours;

import java.util.List;

/** Who judges a recording. */
interface Detector {
    String name();

    /** In the order of time. */
    List<Alert> alerts(Recording recording);
}
