package dev.vedette.policy.model;

/**
 * Events were lost, somewhere on their way.
 *
 * @param where the stage that lost them, for example {@code ring}
 * @param why the reason, for example {@code full}
 * @param container the container whose events they were, {@link Container#HOST} where not told apart
 */
public record EventsLost(String where, String why, long count, Container container, long epochNanos) implements Fact {}
