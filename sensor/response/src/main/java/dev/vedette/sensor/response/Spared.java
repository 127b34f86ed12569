package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
import java.util.function.Predicate;

/**
 * Whether nothing may ever be denied to a container: the node, one that the runtime has not named yet (it may be a protected
 * one), the sensor's own, and those in protected namespaces. Thread-safe.
 */
public record Spared(ResponseSettings settings, SensorSelf self) implements Predicate<Container> {
    @Override
    public boolean test(Container container) {
        return container.identity() != Container.Identity.KNOWN
                || self.containerId().filter(container.id()::equals).isPresent()
                || settings.protectedNamespaces().contains(container.pod().namespace());
    }
}
