package dev.vedette.benchmarks;

import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.model.PolicySet;
import java.util.List;

/**
 * How many events a second one core judges with the built-in rules: CPU time of one thread, median of rounds, for
 * events that mean nothing (nearly all are so) and for events that each are a finding.
 */
final class EngineBenchmark implements Benchmark {
    private static final int EVENTS = 1_000;
    private static final double GOAL = 1_000_000;

    private final int rounds;

    EngineBenchmark(int rounds) {
        this.rounds = rounds;
    }

    @Override
    public List<Figure> measure() throws BundleException {
        RuleBundle bundle = RuleBundle.builtIn(EngineBenchmark.class.getClassLoader());
        try (PolicyEngine engine = engine(bundle)) {
            String rules = " (%d rules)".formatted(bundle.detectionRules().size());
            return List.of(
                    ordinary(
                            "opens judged/s of one core" + rules,
                            new JudgedEvents(engine, EngineEvents.ordinaryOpens(EVENTS))),
                    ordinary(
                            "execs judged/s of one core", new JudgedEvents(engine, EngineEvents.ordinaryExecs(EVENTS))),
                    ordinary(
                            "connects judged/s of one core",
                            new JudgedEvents(engine, EngineEvents.ordinaryConnects(EVENTS))),
                    findings(new JudgedEvents(engine, EngineEvents.corePatternWrites(EVENTS))));
        }
    }

    static PolicyEngine engine(RuleBundle bundle) throws BundleException {
        return new PolicyEngine(new Site("bench", "bench"), List.of(bundle), PolicySet.NONE, EngineObserver.NONE);
    }

    private Figure ordinary(String subject, JudgedEvents events) {
        double perSecond = events.perSecond(rounds);
        if (events.findings() > 0) {
            throw new IllegalStateException("events that mean nothing are found");
        }
        return Figure.atLeast(GOAL, perSecond, subject, "%,.0f (%d bytes each)", perSecond, events.bytesEach());
    }

    private Figure findings(JudgedEvents events) {
        double perSecond = events.perSecond(rounds);
        return Figure.plain("findings/s of one core", "%,.0f (%d bytes each)", perSecond, events.bytesEach());
    }
}
