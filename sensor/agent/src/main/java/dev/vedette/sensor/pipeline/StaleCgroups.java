package dev.vedette.sensor.pipeline;

import dev.vedette.policy.model.Fact;
import dev.vedette.probes.KernelProbes;
import dev.vedette.sensor.identity.node.NodeView;
import dev.vedette.sensor.identity.node.SeenCgroup;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Lets the kernel side forget control groups that are gone: on a node where containers come and go its tables of waits
 * and failures would fill with the dead.
 */
public final class StaleCgroups implements Watch {
    private final KernelProbes probes;
    private final NodeView node;
    private final Interval interval = new Interval(Duration.ofMinutes(1));

    public StaleCgroups(KernelProbes probes, NodeView node) {
        this.probes = probes;
        this.node = node;
    }

    @Override
    public String name() {
        return "stale cgroups";
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> unused) {
        if (interval.passed(nowNanos)) {
            Set<Long> alive = node.cgroups().stream().map(SeenCgroup::id).collect(Collectors.toSet());
            probes.forget(id -> !alive.contains(id));
        }
    }
}
