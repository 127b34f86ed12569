package dev.vedette.sensor.pipeline;

import dev.vedette.policy.model.BlindSpot;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Fact;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.sandbox.SandboxProcess;
import dev.vedette.sensor.identity.sandbox.SandboxScan;
import dev.vedette.sensor.libpod.LibpodState;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Says of each container once what of it can't be seen. */
public final class BlindSpotWatch implements Watch {
    private final SandboxScan sandboxes;
    private final LibpodState podman;
    private final ContainerRegistry containers;
    private final EpochClock clock;
    private final Interval interval = new Interval(Duration.ofSeconds(15));
    private Set<Said> said = new HashSet<>();

    private record Said(BlindSpot.Kind kind, String containerId) {}

    public BlindSpotWatch(SandboxScan sandboxes, LibpodState podman, ContainerRegistry containers, EpochClock clock) {
        this.sandboxes = sandboxes;
        this.podman = podman;
        this.containers = containers;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "blind spots";
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> out) {
        if (!interval.passed(nowNanos)) {
            return;
        }
        Set<Said> now = new HashSet<>();
        for (SandboxProcess sandbox : sandboxes.running()) {
            // One that no runtime has named is asked for again the next time.
            containers.named(sandbox.containerId()).ifPresent(container -> {
                if (now.add(new Said(sandbox.kind(), container.id()))) {
                    tell(sandbox.kind(), container, sandbox.program(), sandbox.pid(), out);
                }
            });
        }
        for (LibpodState.Groupless one : podman.groupless()) {
            if (now.add(new Said(BlindSpot.Kind.NO_CONTROL_GROUP, one.id()))) {
                tell(BlindSpot.Kind.NO_CONTROL_GROUP, container(one), one.program(), one.pid(), out);
            }
        }
        said = now; // those that are gone may come again
    }

    private void tell(BlindSpot.Kind kind, Container container, String program, long pid, Consumer<Fact> out) {
        if (!said.contains(new Said(kind, container.id()))) {
            out.accept(new BlindSpot(kind, container, program, pid, clock.epochNanos()));
        }
    }

    private static Container container(LibpodState.Groupless one) {
        return new Container(
                one.id(),
                one.name(),
                one.image(),
                "",
                "podman",
                Container.Pod.NONE,
                Set.of(),
                0,
                Container.Identity.KNOWN);
    }
}
