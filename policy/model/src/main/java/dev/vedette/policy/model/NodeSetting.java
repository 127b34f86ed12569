package dev.vedette.policy.model;

import java.util.Map;
import java.util.Objects;

/**
 * A setting of the node that is in force.
 *
 * @param component whose it is: {@code kernel}, {@code kubelet}, {@code network}, {@code cgroup}
 * @param name as its owner names it
 * @param value as text; {@code absent} where the thing that it stands for is not there
 * @param source where it comes from: a file and line, a flag, a default
 * @param context what else counts in judging it, by name
 */
public record NodeSetting(
        String component, String name, String value, String source, Map<String, String> context, long epochNanos)
        implements NodePosture {
    public NodeSetting {
        Objects.requireNonNull(component, "component is null");
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(value, "value is null");
        context = Map.copyOf(context);
    }

    /** A circumstance; "" where it is not known. */
    public String context(String name) {
        return context.getOrDefault(name, "");
    }

    @Override
    public NodeSetting at(long time) {
        return new NodeSetting(component, name, value, source, context, time);
    }
}
