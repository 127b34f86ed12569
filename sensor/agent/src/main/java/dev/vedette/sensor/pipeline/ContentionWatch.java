package dev.vedette.sensor.pipeline;

import dev.vedette.baseline.blame.CpuBlame;
import dev.vedette.baseline.blame.CpuWait;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Fact;
import dev.vedette.probes.BlameCell;
import dev.vedette.probes.KernelProbes;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads the kernel's matrix of who waited behind whom, window by window, and has it judged. */
public final class ContentionWatch implements Watch {
    private final KernelProbes probes;
    private final ContainerRegistry containers;
    private final EpochClock clock;
    private final CpuBlame blame = new CpuBlame();
    private final Interval interval = new Interval(CpuBlame.WINDOW);
    private Map<Cell, Long> known = new HashMap<>();

    private record Cell(long victim, long culprit) {}

    public ContentionWatch(KernelProbes probes, ContainerRegistry containers, EpochClock clock) {
        this.probes = probes;
        this.containers = containers;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "contention watch";
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> out) {
        if (interval.passed(nowNanos)) {
            blame.window(sinceLastWindow(), clock.epochNanos()).forEach(out);
        }
    }

    /** Sums the cells by container: nested groups belong to their container, and all of the node's own to the host. */
    private List<CpuWait> sinceLastWindow() {
        Map<Cell, Long> now = new HashMap<>();
        Map<ContainerPair, Long> waits = new HashMap<>();
        for (BlameCell cell : probes.blame()) {
            Cell key = new Cell(cell.victimCgroupId(), cell.culpritCgroupId());
            now.put(key, cell.waitedNanos());
            long more = cell.waitedNanos() - known.getOrDefault(key, 0L);
            if (more > 0) {
                waits.merge(pairOf(cell), more, Long::sum);
            }
        }
        known = now;
        List<CpuWait> window = new ArrayList<>();
        waits.forEach((pair, nanos) -> window.add(new CpuWait(pair.victim(), pair.culprit(), nanos)));
        return window;
    }

    private record ContainerPair(Container victim, Container culprit) {}

    private ContainerPair pairOf(BlameCell cell) {
        return new ContainerPair(
                containers.containerOf(cell.victimCgroupId()), containers.containerOf(cell.culpritCgroupId()));
    }
}
