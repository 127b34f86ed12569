package dev.vedette.sensor.pipeline;

import dev.vedette.baseline.novelty.WorkloadBaseline;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.model.BaselineDeviation;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.FilesDestroyed;
import dev.vedette.policy.model.Finding;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts a fact before the rules and then before the baseline, in that order: what a rule has found must not be learned
 * as normal. Owned by the pipeline's thread.
 */
public final class FactJudge {
    private final PolicyEngine engine;
    private final WorkloadBaseline baseline;
    private final FindingTaker findings;
    private final Consumer<Fact> seen;
    private final Consumer<Finding> found = this::found;
    /** The fact that is judged now. */
    private Fact now;

    public FactJudge(PolicyEngine engine, WorkloadBaseline baseline, FindingTaker findings) {
        this(engine, baseline, findings, fact -> {});
    }

    /** @param seen given each fact before it is judged */
    public FactJudge(PolicyEngine engine, WorkloadBaseline baseline, FindingTaker findings, Consumer<Fact> seen) {
        this.seen = seen;
        this.engine = engine;
        this.baseline = baseline;
        this.findings = findings;
    }

    public void judge(Fact fact) {
        seen.accept(fact);
        evaluate(fact instanceof FilesDestroyed destroyed ? destroyed.with(baseline.habit(destroyed)) : fact);
        if (fact instanceof Event event) {
            Optional<BaselineDeviation> deviation = baseline.observe(event);
            if (deviation.isPresent()) {
                evaluate(deviation.get());
            }
        }
    }

    private void evaluate(Fact fact) {
        now = fact;
        engine.evaluate(fact, found);
    }

    private void found(Finding finding) {
        // How a container is set up says nothing about what it does: only what it did keeps it from being learned.
        if (!now.standing()) {
            baseline.flag(finding.container());
        }
        findings.take(finding, now.standing());
    }
}
