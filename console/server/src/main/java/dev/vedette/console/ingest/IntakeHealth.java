package dev.vedette.console.ingest;

/** How storing goes. Thread-safe. */
public final class IntakeHealth {
    private long stored;
    private long failures;
    private long malformed;
    private int waiting;
    private String trouble = "";

    /**
     * A look at it.
     *
     * @param stored findings handed to the store since the console started, repeats included
     * @param failures attempts to store that failed
     * @param malformed deliveries that could not be read
     * @param waiting deliveries that wait for the store now
     * @param trouble why nothing can be stored now, "" while all is well
     */
    public record State(long stored, long failures, long malformed, int waiting, String trouble) {}

    /** Counts what was stored; true if storing had failed before. */
    synchronized boolean stored(int findings) {
        boolean recovered = !trouble.isEmpty();
        stored += findings;
        waiting = 0;
        trouble = "";
        return recovered;
    }

    /** Counts a failure; true if things were well before it. */
    synchronized boolean failed(String why) {
        boolean first = trouble.isEmpty();
        failures++;
        trouble = String.valueOf(why);
        return first;
    }

    synchronized void waiting(int entries) {
        waiting = entries;
    }

    synchronized void malformed() {
        malformed++;
    }

    /** How it is now. */
    public synchronized State state() {
        return new State(stored, failures, malformed, waiting, trouble);
    }
}
