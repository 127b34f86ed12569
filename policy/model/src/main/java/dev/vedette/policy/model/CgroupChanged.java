package dev.vedette.policy.model;

/**
 * A task made, removed, entered, froze or thawed a control group.
 *
 * @param cgroupId the group concerned
 * @param owner the container that the group belongs to, {@link Container#HOST} if none
 */
public record CgroupChanged(EventContext context, Operation operation, long cgroupId, String path, Container owner)
        implements Event {
    /** What happened. */
    public enum Operation {
        MADE,
        REMOVED,
        ENTERED,
        /** All tasks in it and below were stopped. */
        FROZEN,
        THAWED
    }
}
