package dev.vedette.sensor.identity.container;

/** Hears whose each control group is, as soon as it is known. Called by the thread that owns the registry. */
public interface GroupListener {
    /** Nobody listens. */
    GroupListener NONE = new GroupListener() {
        @Override
        public void belongs(long groupId, long containerGroupId) {}

        @Override
        public void nodes(long groupId) {}
    };

    /**
     * The group is a container's.
     *
     * @param containerGroupId that container's own group, {@code groupId} if it is this one
     */
    void belongs(long groupId, long containerGroupId);

    /** The group is the node's own. */
    void nodes(long groupId);
}
