package dev.vedette.policy.model;

import java.util.Objects;

/**
 * One thing that an object of the cluster, which makes no pods, opens or leaves out.
 *
 * @param container stands for the object: its pod has the object's name and namespace
 * @param concern what kind of thing it is
 * @param name of what is set, as {@link Concern} says
 * @param value as {@link Concern} says
 * @param place where in a document it stands
 */
public record ClusterSetting(
        Container container, Concern concern, String name, String value, Place place, long epochNanos)
        implements PlacedFact {
    /** What is set. */
    public enum Concern {
        /** A way in, of a Service or Ingress. {@code name}: the field; {@code value}: as written, "" where it is missing. */
        EXPOSURE,
        /** A webhook of admission. {@code name}: the field that decides; {@code value}: as written. */
        ADMISSION,
        /** What guards a Namespace. {@code name}: the guard; {@code value}: its level, {@code none} where it is missing. */
        NAMESPACE_GUARD
    }

    public ClusterSetting {
        Objects.requireNonNull(container, "container is null");
        Objects.requireNonNull(concern, "concern is null");
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(value, "value is null");
        Objects.requireNonNull(place, "place is null");
    }
}
