package dev.vedette.policy.model;

import java.util.Objects;

/**
 * A setting that the kubelet and a runtime must have alike.
 *
 * @param name for example {@code cgroup driver}
 * @param kubeletSource where the kubelet's value stands
 * @param runtimeSource where the runtime's value stands
 */
public record SharedSetting(
        String name,
        String kubeletValue,
        String kubeletSource,
        String runtime,
        String runtimeValue,
        String runtimeSource,
        long epochNanos)
        implements NodePosture {
    public SharedSetting {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(kubeletValue, "kubeletValue is null");
        Objects.requireNonNull(runtimeValue, "runtimeValue is null");
    }

    public boolean differs() {
        return !kubeletValue.equals(runtimeValue);
    }

    @Override
    public SharedSetting at(long time) {
        return new SharedSetting(name, kubeletValue, kubeletSource, runtime, runtimeValue, runtimeSource, time);
    }
}
