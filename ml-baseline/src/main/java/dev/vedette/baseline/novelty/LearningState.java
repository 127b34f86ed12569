package dev.vedette.baseline.novelty;

/** How far the baseline of a workload has come. */
public enum LearningState {
    /** Too little was seen: everything is new, nothing is remarkable. */
    LEARNING,
    /** Enough was seen, but new items are still likely. Deviations are not reported yet. */
    PROVISIONAL,
    /** What is new now is remarkable. */
    LEARNED
}
