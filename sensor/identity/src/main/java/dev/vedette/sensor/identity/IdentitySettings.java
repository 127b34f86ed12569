package dev.vedette.sensor.identity;

import java.time.Duration;

/**
 * Bounds of identity.
 *
 * @param waitForRuntime how long an event of a container that is not known yet waits for the runtime's word; zero where
 *     no runtime is asked
 * @param maxWaiting events that wait at most, over all containers
 * @param maxProcesses processes kept at most
 * @param maxContainers containers kept at most, living and ended
 */
public record IdentitySettings(Duration waitForRuntime, int maxWaiting, int maxProcesses, int maxContainers) {
    public static final IdentitySettings DEFAULT = new IdentitySettings(Duration.ofMillis(500), 8192, 65_536, 4096);

    public IdentitySettings {
        if (waitForRuntime.isNegative()) {
            throw new IllegalArgumentException("waitForRuntime is negative: " + waitForRuntime);
        }
        if (maxWaiting < 1 || maxProcesses < 1 || maxContainers < 1) {
            throw new IllegalArgumentException("every bound must be at least 1");
        }
    }
}
