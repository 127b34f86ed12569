package dev.vedette.sensor.response;

import dev.vedette.sensor.cri.ContainerDetail;
import dev.vedette.sensor.cri.ContainerState;
import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.cri.CriException;
import java.time.Duration;
import java.util.Optional;

/** Stops a container through its runtime; the kubelet then decides whether to start it again. Thread-safe. */
final class ContainerStop {
    private static final String HOW = "CRI StopContainer";

    private final Duration grace;

    ContainerStop(Duration grace) {
        this.grace = grace;
    }

    Effect stop(Optional<CriClient> runtime, String containerId) {
        if (runtime.isEmpty()) {
            return Effect.failed(
                    HOW,
                    "no runtime that answers knows container " + containerId
                            + "; hold it with pause, which works without" + " one");
        }
        try {
            runtime.get().stop(containerId, grace);
            Optional<ContainerDetail> after = runtime.get().container(containerId);
            if (after.isEmpty() || after.get().state() == ContainerState.EXITED) {
                return Effect.verified(
                        HOW,
                        after.map(detail -> "the container has exited with code " + detail.exitCode())
                                .orElse("the container is gone"));
            }
            return Effect.failed(
                    HOW, "the runtime still calls it " + after.get().state());
        } catch (CriException e) {
            return Effect.failed(HOW, e.getMessage());
        }
    }
}
