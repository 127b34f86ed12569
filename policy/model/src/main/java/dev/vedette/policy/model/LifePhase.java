package dev.vedette.policy.model;

/** Where in its life a container is, for the task of an event. */
public enum LifePhase {
    /** The task belongs to the node itself. */
    HOST,
    /** The cgroup is made; nobody is in it. */
    CREATED,
    /** The runtime's own processes are inside, still with the host's or half-made namespaces. */
    SETUP,
    /** A program of the container's root has begun. */
    RUNNING,
    STOPPED
}
