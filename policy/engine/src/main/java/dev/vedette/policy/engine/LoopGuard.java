package dev.vedette.policy.engine;

/**
 * Ends a rule's loops. The rule compiler has each round of a loop in rules counted here, since a thread of Java can't be
 * stopped from outside.
 *
 * <p>Counted are rounds, not time: on a busy machine no honest rule is cut off for it. Each thread counts for itself.
 */
public final class LoopGuard {
    /** No honest rule goes so often through its loops for one fact; what does takes some milliseconds. */
    static final int MOST_ROUNDS = 1_000_000;

    private static final ThreadLocal<LoopGuard> OF_THREAD = ThreadLocal.withInitial(LoopGuard::new);

    private int left = MOST_ROUNDS;

    private LoopGuard() {}

    /** A rule's loop begins another round; called by compiled rules. */
    public static void round() {
        OF_THREAD.get().count();
    }

    private void count() {
        if (--left < 0) {
            throw new RuleCutOffException("went " + MOST_ROUNDS + " times through its loops for one fact");
        }
    }

    /** Counts anew, for the next fact or the next rule to be tried. */
    static void begin() {
        OF_THREAD.get().left = MOST_ROUNDS;
    }
}
