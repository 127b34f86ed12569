package dev.vedette.benchmarks;

import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.model.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * What further rules cost: the same events judged by 20 rules and by 400, rounds interleaved, as the ratio of how many are
 * judged in the same time.
 */
final class RulesBenchmark implements Benchmark {
    private static final int EVENTS = 1_000;
    private static final int MANY = 20;
    private static final double GOAL = 0.8;

    private final Stage stage;
    private final int rounds;

    RulesBenchmark(Stage stage, int rounds) {
        this.stage = stage;
        this.rounds = rounds;
    }

    @Override
    public List<Figure> measure() throws Exception {
        try (RuleBundle once = ManyRules.copies(1, stage.folder());
                RuleBundle often = ManyRules.copies(MANY, stage.folder());
                PolicyEngine few = EngineBenchmark.engine(once);
                PolicyEngine many = EngineBenchmark.engine(often)) {
            String rules = ", %d rules : %d"
                    .formatted(
                            once.detectionRules().size(), often.detectionRules().size());
            return List.of(
                    measure("opens judged in the same time" + rules, EngineEvents.ordinaryOpens(EVENTS), few, many),
                    measure(
                            "connects judged in the same time" + rules,
                            EngineEvents.ordinaryConnects(EVENTS),
                            few,
                            many),
                    measure("execs judged in the same time" + rules, EngineEvents.ordinaryExecs(EVENTS), few, many));
        }
    }

    private Figure measure(String subject, List<? extends Event> events, PolicyEngine few, PolicyEngine many) {
        JudgedEvents byFew = new JudgedEvents(few, events);
        JudgedEvents byMany = new JudgedEvents(many, events);
        byFew.warmUp();
        byMany.warmUp();
        List<Double> nanosByFew = new ArrayList<>();
        List<Double> nanosByMany = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            nanosByFew.add(byFew.nanosEach());
            nanosByMany.add(byMany.nanosEach());
        }
        double of20 = Medians.median(nanosByFew);
        double of400 = Medians.median(nanosByMany);
        return Figure.atLeast(GOAL, of20 / of400, subject, "%.2f (%.0f → %.0f ns)", of20 / of400, of20, of400);
    }
}
