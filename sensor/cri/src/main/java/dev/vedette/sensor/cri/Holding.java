package dev.vedette.sensor.cri;

/**
 * A runtime's own way to hold a container and let it go on, after which its state says so to everybody.
 *
 * <p>Thread-safe. Failures are {@link ContainerRuntimeException}, with the reason {@code NOT_FOUND} where the runtime
 * does not know the container.
 */
public interface Holding {
    /** The states of a container's processes as a whole. */
    enum State {
        CREATED,
        RUNNING,
        STOPPED,
        PAUSED,
        PAUSING,
        UNKNOWN
    }

    /** How it is done, for people, for example {@code containerd tasks}. */
    String name();

    /** Holds every process of the container; holding a held one may fail. */
    void pause(String containerId);

    void resume(String containerId);

    /** The state as the runtime sees it now. */
    State state(String containerId);
}
