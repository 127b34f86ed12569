package dev.vedette.sensor.agent;

import dev.vedette.policy.model.Fact;
import dev.vedette.probes.KernelDenials;
import dev.vedette.sensor.pipeline.Interval;
import dev.vedette.sensor.pipeline.Watch;
import dev.vedette.sensor.response.KillSwitch;
import java.time.Duration;
import java.util.function.Consumer;

/** While automatic responses are stopped nothing is refused either: what would be is told. For the pipeline's thread. */
final class StoppedDenials implements Watch {
    private final KernelDenials kernel;
    private final KillSwitch killSwitch;
    private final boolean auditOnly;
    private final Interval interval = new Interval(Duration.ofMillis(250));
    private boolean stopped;

    StoppedDenials(KernelDenials kernel, KillSwitch killSwitch, boolean auditOnly) {
        this.kernel = kernel;
        this.killSwitch = killSwitch;
        this.auditOnly = auditOnly;
    }

    @Override
    public String name() {
        return "kill switch";
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> unused) {
        if (!interval.passed(nowNanos)) {
            return;
        }
        boolean now = killSwitch.stopped().isPresent();
        if (now != stopped) {
            stopped = now;
            kernel.auditOnly(auditOnly || now);
        }
    }
}
