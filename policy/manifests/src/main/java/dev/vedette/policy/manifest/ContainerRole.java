package dev.vedette.policy.manifest;

/** In which list of a pod's specification a container stands. */
public enum ContainerRole {
    INIT("initContainers"),
    REGULAR("containers"),
    EPHEMERAL("ephemeralContainers");

    private final String field;

    ContainerRole(String field) {
        this.field = field;
    }

    /** The field of the specification that lists them. */
    public String field() {
        return field;
    }
}
