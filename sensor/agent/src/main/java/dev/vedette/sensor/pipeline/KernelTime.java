package dev.vedette.sensor.pipeline;

import dev.vedette.policy.model.Fact;
import dev.vedette.probes.BootClock;
import dev.vedette.probes.KernelProbes;
import java.time.Duration;
import java.util.function.Consumer;

/** Tells the kernel side the time of day, by which it knows old files from new ones; somebody may set it. */
public final class KernelTime implements Watch {
    private final KernelProbes probes;
    private final Interval interval = new Interval(Duration.ofSeconds(1));

    public KernelTime(KernelProbes probes) {
        this.probes = probes;
    }

    @Override
    public String name() {
        return "kernel time";
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> unused) {
        if (interval.passed(nowNanos)) {
            probes.tellTime(BootClock.measure());
        }
    }
}
