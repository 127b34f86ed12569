package dev.vedette.sensor.images;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import java.util.Optional;

/**
 * A container that runs.
 *
 * @param spec how it is kept apart by the runtime's specification, where that is known
 * @param seen the widest that the kernel has shown of it so far
 */
public record Resident(Container container, Optional<Isolation> spec, Optional<Isolation> seen) {}
