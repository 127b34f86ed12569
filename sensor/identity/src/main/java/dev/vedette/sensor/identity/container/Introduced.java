package dev.vedette.sensor.identity.container;

import dev.vedette.policy.model.Container;
import java.util.List;

/**
 * What a runtime's word has changed.
 *
 * @param newly lives that became known by it
 * @param changed lives that were taken for another container until now
 */
public record Introduced(List<ContainerLife> newly, List<Changed> changed) {
    public Introduced {
        newly = List.copyOf(newly);
        changed = List.copyOf(changed);
    }

    /** A life, and who it was taken for. */
    public record Changed(ContainerLife life, Container before) {}
}
