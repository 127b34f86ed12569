package dev.vedette.policy.manifest;

/** In which list of a pod's specification a container stands. */
enum ContainerRole {
    INIT("initContainers"),
    REGULAR("containers"),
    EPHEMERAL("ephemeralContainers");

    private final String field;

    ContainerRole(String field) {
        this.field = field;
    }

    String field() {
        return field;
    }
}
