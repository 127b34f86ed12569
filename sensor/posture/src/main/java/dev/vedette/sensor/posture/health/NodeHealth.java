package dev.vedette.sensor.posture.health;

import dev.vedette.sensor.posture.health.HealthItem.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at all sides of a node's health; one that fails is told as not known. For one thread at a time. */
public final class NodeHealth {
    private static final Logger LOG = LoggerFactory.getLogger(NodeHealth.class);

    private final List<HealthProbe> probes;

    public NodeHealth(List<HealthProbe> probes) {
        this.probes = List.copyOf(probes);
    }

    public List<HealthItem> look() {
        List<HealthItem> items = new ArrayList<>();
        for (HealthProbe probe : probes) {
            try {
                items.addAll(probe.look());
            } catch (RuntimeException e) {
                LOG.warn("{} failed: {}", probe.getClass().getSimpleName(), e.toString());
                items.add(HealthItem.unknown(probe.getClass().getSimpleName(), "the look failed: " + e));
            }
        }
        return items;
    }

    /** How the node is as a whole: as its worst side. */
    public static State worst(List<HealthItem> items) {
        return items.stream()
                .map(HealthItem::state)
                .max(Comparator.naturalOrder())
                .orElse(State.UNKNOWN);
    }
}
