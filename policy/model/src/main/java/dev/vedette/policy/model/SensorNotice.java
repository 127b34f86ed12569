package dev.vedette.policy.model;

import java.util.Objects;

/**
 * What the sensor has to say of itself: something was refused, kept back, not delivered or seen in part only.
 *
 * @param subject what it is about, as {@link Kind} says
 * @param why in words
 * @param count how often since it was last said
 * @param container {@link Container#HOST} where it concerns none
 */
public record SensorNotice(Kind kind, String subject, String why, long count, Container container, long epochNanos)
        implements Fact {
    /** What there is to say. */
    public enum Kind {
        /** {@code subject}: file and line of the document. */
        POLICY_REFUSED,
        /** {@code subject}: the output's name. */
        OUTPUT_BEHIND,
        /** {@code subject}: the rule; {@code why}: the exception. */
        FINDING_WITHHELD,
        /** {@code subject}: the rules; {@code why}: the exception, whose last day is over. */
        EXCEPTION_EXPIRED,
        /** {@code subject}: the rules; {@code why}: the exception, whose last day is near. */
        EXCEPTION_EXPIRING,
        /** {@code subject}: the rules; {@code why}: the exception, which has kept nothing back for long on this node. */
        EXCEPTION_UNUSED,
        /** {@code subject}: the probe; {@code why}: a reason of the kernel side's. */
        SEEN_IN_PART
    }

    public SensorNotice {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(subject, "subject is null");
        Objects.requireNonNull(why, "why is null");
        Objects.requireNonNull(container, "container is null");
    }
}
