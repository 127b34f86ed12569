package dev.vedette.tests.support;

import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlException;
import dev.vedette.sensor.control.wire.NeighbourLine;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import java.util.List;
import java.util.function.Predicate;

/** What {@code vedette neighbours} sees of one resource. */
public final class NeighbourView {
    private final ControlClient sensor;
    private final String resource;

    /** @param resource as the table calls it: {@code cpu}, {@code io} */
    public NeighbourView(ControlClient sensor, String resource) {
        this.sensor = sensor;
        this.resource = resource;
    }

    /** A container's line, as soon as it fits. */
    public NeighbourLine await(RunningContainer container, Predicate<NeighbourLine> fits) {
        return Waiting.seen(
                "a verdict",
                Waiting.LONG,
                () -> lines().stream()
                        .filter(line -> line.getVictimId().equals(container.id()))
                        .filter(line -> line.getResource().equals(resource) && fits.test(line))
                        .findFirst());
    }

    private List<NeighbourLine> lines() {
        try {
            return sensor.neighbours().getLinesList();
        } catch (ControlException e) {
            throw new AssertionError(e);
        }
    }
}
