package dev.vedette.sensor.pipeline;

import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.ProbeMissing;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeStatus;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Says once for each probe that it is missing: refused, or without a hook in this kernel. */
public final class ProbeWatch implements Watch {
    private final KernelProbes probes;
    private final EpochClock clock;
    private final Interval interval = new Interval(Duration.ofSeconds(5));
    private final Set<String> said = new HashSet<>();

    public ProbeWatch(KernelProbes probes, EpochClock clock) {
        this.probes = probes;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "probe watch";
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> out) {
        if (!interval.passed(nowNanos)) {
            return;
        }
        for (ProbeStatus probe : probes.probes()) {
            if (probe.missing() && said.add(probe.name())) {
                out.accept(new ProbeMissing(probe.name(), probe.why(), probe.hookAbsent(), clock.epochNanos()));
            }
        }
    }
}
