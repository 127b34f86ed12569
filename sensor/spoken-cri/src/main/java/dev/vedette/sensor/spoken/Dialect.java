package dev.vedette.sensor.spoken;

/**
 * How a runtime speaks CRI.
 *
 * @param name as Version says it
 * @param version as Version says it
 * @param events what becomes of a subscription
 * @param specification whether a verbose status has the OCI specification
 * @param missing how a container is refused that it does not know
 */
public record Dialect(String name, String version, Events events, boolean specification, Missing missing) {
    /** What becomes of a subscription to events. */
    public enum Events {
        /** It stands, and everybody gets every event. */
        SENT,
        /** The call is not known. */
        UNKNOWN_CALL,
        /** It ends at once and in good order. */
        ENDS_AT_ONCE
    }

    /** How a container is refused that the runtime does not know. */
    public enum Missing {
        /** With the code for it. */
        NOT_FOUND,
        /** With Docker's own words and without a code. */
        DOCKERS_WORDS
    }

    /**
     * cri-dockerd, also below Mirantis Container Runtime, which is Docker's daemon with a version of its own that nothing
     * here rests on and no source tells: core/docker_service.go (dockerRuntimeName, the version is Docker's; the
     * embedded UnimplementedRuntimeServiceServer answers GetContainerEvents), core/convert.go (verboseContainerInfo has
     * sandboxID and pid), core/container_status.go (InspectContainer's error is handed on as it is).
     */
    public static final Dialect CRI_DOCKERD =
            new Dialect("docker", "27.5.1", Events.UNKNOWN_CALL, false, Missing.DOCKERS_WORDS);

    /** CRI-O as it comes: server/version.go, server/container_events.go (EnablePodEvents is false), container_status.go. */
    public static final Dialect CRI_O = new Dialect("cri-o", "1.31.0", Events.ENDS_AT_ONCE, true, Missing.NOT_FOUND);

    /** CRI-O with {@code enable_pod_events = true}. */
    public static final Dialect CRI_O_WITH_EVENTS =
            new Dialect("cri-o", "1.31.0", Events.SENT, true, Missing.NOT_FOUND);
}
