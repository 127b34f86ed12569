package dev.vedette.sensor.identity;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.Origin;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A fact of a container whose name may come later.
 *
 * @param receivedNanos when its record came out of the ring, {@link System#nanoTime()}
 * @param epochNanos when it happened
 * @param fact what it is once the container is named
 */
record Unnamed(long receivedNanos, long epochNanos, Origin origin, Function<Container, Optional<Fact>> fact) {
    void tell(Container container, Consumer<Fact> out) {
        fact.apply(container).ifPresent(out);
    }
}
