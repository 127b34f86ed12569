package dev.vedette.sensor.cri;

/** The states of a container in CRI; a paused container is {@link #RUNNING} or {@link #UNKNOWN} there. */
public enum ContainerState {
    CREATED,
    RUNNING,
    EXITED,
    UNKNOWN
}
