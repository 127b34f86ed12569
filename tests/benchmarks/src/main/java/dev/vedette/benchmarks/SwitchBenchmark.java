package dev.vedette.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a switch of the scheduler costs more while it is looked at: two threads on one CPU hand a byte to and fro. */
final class SwitchBenchmark implements Benchmark {
    private static final Set<String> FACTS = Set.of("sched_switch", "sched_wakeup", "sched_wakeup_new");
    private static final double GOAL_NANOS = 600;
    private static final double SWITCHES_PER_SECOND = 50_000;
    private static final double GOAL_PERCENT = 1;
    private static final String EMPTY = "an empty program at the switch";
    private static final String ALL_EMPTY = "empty programs at switch and wake-ups";
    private static final String OURS = "who waits behind whom is told";

    private final int rounds;
    private final double seconds;

    SwitchBenchmark(int rounds, double seconds) {
        this.rounds = rounds;
        this.seconds = seconds;
    }

    @Override
    public List<Figure> measure() throws Exception {
        HookCost cost = new HookCost()
                .withEmptyAt(EMPTY, List.of("tp_btf/sched_switch"))
                .withEmptyAt(
                        ALL_EMPTY, List.of("tp_btf/sched_switch", "tp_btf/sched_wakeup", "tp_btf/sched_wakeup_new"))
                .withProbes(OURS, FACTS);
        cost.measure(rounds, program -> List.of(program, "pass", Double.toString(seconds)));
        List<Figure> figures = new ArrayList<>(cost.figures("a switch"));
        double ours = cost.added(OURS);
        figures.add(Figure.atMost(
                GOAL_NANOS, ours, "added to a switch, ns", "%.0f (an empty program: %.0f)", ours, cost.added(EMPTY)));
        double percent = ours * SWITCHES_PER_SECOND / 1e7;
        figures.add(Figure.atMost(GOAL_PERCENT, percent, "at 50,000 switches/s, % of a core", "%.1f", percent));
        return figures;
    }
}
