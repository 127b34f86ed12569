package dev.vedette.policy.model;

import java.util.Objects;

/**
 * A process that something is done to.
 *
 * @param process as recorded; {@link ProcessInfo#NONE} where it was not found
 * @param container that it lives in, {@link Container#HOST} for one of the node
 */
public record TargetProcess(ProcessInfo process, Container container) {
    public static final TargetProcess NONE = new TargetProcess(ProcessInfo.NONE, Container.HOST);

    public TargetProcess {
        Objects.requireNonNull(process, "process is null");
        Objects.requireNonNull(container, "container is null");
    }

    public boolean known() {
        return process.pid() != 0;
    }

    /** Whether it is known and lives elsewhere than what {@code event} tells of. */
    public boolean isOutsideOf(Event event) {
        return known() && !container.id().equals(event.container().id());
    }
}
