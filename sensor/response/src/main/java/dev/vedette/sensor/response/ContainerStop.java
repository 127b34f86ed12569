package dev.vedette.sensor.response;

import dev.vedette.sensor.cri.ContainerDetail;
import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.cri.ContainerState;
import java.time.Duration;
import java.util.Optional;

/** Stops a container through its runtime; the kubelet then decides whether to start it again. Thread-safe. */
final class ContainerStop {
    private ContainerStop() {}

    static Effect stop(Optional<ContainerRuntime> known, String containerId, Duration grace) {
        if (known.isEmpty()) {
            return Effect.failed(
                    "",
                    "no runtime that answers knows container " + containerId
                            + "; hold it with pause, which works without" + " one");
        }
        ContainerRuntime runtime = known.get();
        try {
            runtime.stop(containerId, grace);
            Optional<ContainerDetail> after = runtime.container(containerId);
            if (after.isEmpty() || after.get().state() == ContainerState.EXITED) {
                return Effect.verified(
                        runtime.stopping(),
                        after.map(detail -> "the container has exited with code " + detail.exitCode())
                                .orElse("the container is gone"));
            }
            return Effect.withoutEffect(
                    runtime.stopping(),
                    "the runtime still calls it " + after.get().state());
        } catch (ContainerRuntimeException e) {
            return Effect.failed(runtime.stopping(), e.getMessage());
        }
    }
}
