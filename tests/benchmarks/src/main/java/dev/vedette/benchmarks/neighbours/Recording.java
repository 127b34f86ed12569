package dev.vedette.benchmarks.neighbours;

import dev.vedette.sensor.control.wire.NeighbourLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was to be seen of all containers, for all who judge it.
 *
 * @param windows of five seconds, one after the other
 * @param verdicts what our sensor said, window by window
 */
record Recording(List<Window> windows, List<Verdicts> verdicts) {
    /** The length of a window, as our sensor's. */
    static final int WINDOW_SECONDS = 5;

    /** In how many of the last three windows something must be so, for everybody who judges. */
    private static final int OF_THREE = 2;

    /** One waited for another, by their names; "" is what is no container. */
    record Pair(String victim, String culprit) {}

    /**
     * Figures of a window, by container.
     *
     * @param cpu how much of a CPU it used, 0 to the number of CPUs
     * @param pressure for what part of the window a task of it waited for a CPU, 0 to 1
     * @param previous nanoseconds that it waited, charged to who ran before each wait ended
     */
    record Window(long endMillis, Map<String, Double> cpu, Map<String, Double> pressure, Map<Pair, Long> previous) {}

    /** What our sensor said of a window. */
    record Verdicts(long endMillis, List<NeighbourLine> lines) {}

    /** Whether it held in a window. */
    interface Condition {
        boolean holds(Window window);
    }

    /** The windows in which it holds, and in at least two of the last three. */
    List<Window> lasting(Condition condition) {
        List<Window> lasting = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            long held = windows.subList(Math.max(0, i - 2), i + 1).stream()
                    .filter(condition::holds)
                    .count();
            if (held >= OF_THREE && condition.holds(windows.get(i))) {
                lasting.add(windows.get(i));
            }
        }
        return lasting;
    }
}
