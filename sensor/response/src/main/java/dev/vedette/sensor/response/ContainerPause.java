package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
import java.io.IOException;
import java.util.Map;

/** Holding a container as a step of the ladder. Thread-safe. */
record ContainerPause(ContainerHold hold) implements LastingStep {
    @Override
    public Plan plan(Order order) throws IOException {
        boolean needless = order.dryRun() && hold.isHeld(order.container().id());
        return new Plan(
                needless ? "nothing: the container stands still already" : "hold all processes of the container",
                Map.of());
    }

    @Override
    public Effect apply(Container container, Map<String, String> plan) {
        return hold.pause(container.id());
    }

    @Override
    public Effect undo(Container container, Map<String, String> plan) {
        return hold.resume(container.id());
    }

    @Override
    public boolean inForce(Container container, Map<String, String> plan) throws IOException {
        return hold.isHeld(container.id());
    }
}
