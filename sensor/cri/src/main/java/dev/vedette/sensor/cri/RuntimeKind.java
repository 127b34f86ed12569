package dev.vedette.sensor.cri;

/** The runtimes that are told apart, by where they listen. */
public enum RuntimeKind {
    CONTAINERD("containerd"),
    CRI_O("cri-o"),
    CRI_DOCKERD("cri-dockerd"),
    /** Docker's own API, which is not CRI. */
    DOCKER("docker"),
    /** Podman's own API, which answers to Docker's calls too and is not CRI. */
    PODMAN("podman"),
    /** A CRI socket that somebody configured, of a runtime not known by its path. */
    OTHER("cri");

    private final String label;

    RuntimeKind(String label) {
        this.label = label;
    }

    /** The name for people. */
    public String label() {
        return label;
    }

    /** Whether its socket speaks CRI. */
    public boolean speaksCri() {
        return this != DOCKER && this != PODMAN;
    }

    /** Whether its socket answers to the calls of Docker's API. */
    public boolean speaksDocker() {
        return this == DOCKER || this == PODMAN;
    }

    /** Whether the same socket offers containerd's task service. */
    public boolean hasContainerdTasks() {
        return this == CONTAINERD;
    }
}
