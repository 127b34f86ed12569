package dev.vedette.sensor.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.sensor.cri.BundleSpec;
import dev.vedette.sensor.cri.ContainerDetail;
import dev.vedette.sensor.cri.ContainerEvent;
import dev.vedette.sensor.cri.ContainerId;
import dev.vedette.sensor.cri.ContainerState;
import dev.vedette.sensor.cri.PodDetail;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * From Docker's JSON to our own records.
 *
 * <p>Field names: moby, api/swagger.yaml ({@code ContainerSummary}, {@code ContainerInspectResponse},
 * {@code EventMessage}). Labels of pods: cri-dockerd, core/helpers.go and core/docker_service.go; the kubelet's own are
 * in Kubernetes, staging/src/k8s.io/kubelet/pkg/types/labels.go.
 */
final class DockerMessages {
    /** Says whether a container is a pod's sandbox or one in it. */
    static final String TYPE = "io.kubernetes.docker.type";

    static final String SANDBOX = "podsandbox";

    private static final String SANDBOX_ID = "io.kubernetes.sandbox.id";
    private static final String POD_NAME = "io.kubernetes.pod.name";
    private static final String POD_NAMESPACE = "io.kubernetes.pod.namespace";
    private static final String POD_UID = "io.kubernetes.pod.uid";
    private static final String CONTAINER_NAME = "io.kubernetes.container.name";
    private static final String HOST = "host";

    /** Docker has no annotations: cri-dockerd keeps a pod's among the labels (core/helpers.go, makeLabels there). */
    private static final String ANNOTATION = "annotation.";

    private final BundleSpec bundles;

    DockerMessages(BundleSpec bundles) {
        this.bundles = bundles;
    }

    static boolean isSandbox(JsonNode labels) {
        return labels.path(TYPE).asText("").equals(SANDBOX);
    }

    ContainerDetail listed(JsonNode one) {
        Map<String, String> labels = strings(one.path("Labels"));
        return new ContainerDetail(
                one.path("Id").asText(""),
                name(one.path("Names").path(0).asText(""), labels),
                labels.getOrDefault(SANDBOX_ID, ""),
                one.path("Image").asText(""),
                digest(one.path("ImageID").asText("")),
                without(labels, ANNOTATION),
                annotations(labels),
                state(one.path("State").asText("")),
                one.path("Created").asLong() * 1_000_000_000L,
                0,
                0,
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }

    ContainerDetail detailed(JsonNode one) {
        Map<String, String> labels = strings(one.path("Config").path("Labels"));
        String id = one.path("Id").asText("");
        OptionalLong pid = pid(one);
        return new ContainerDetail(
                id,
                name(one.path("Name").asText(""), labels),
                labels.getOrDefault(SANDBOX_ID, ""),
                one.path("Config").path("Image").asText(""),
                digest(one.path("Image").asText("")),
                without(labels, ANNOTATION),
                annotations(labels),
                state(one.path("State").path("Status").asText("")),
                nanos(one.path("Created").asText("")),
                nanos(one.path("State").path("StartedAt").asText("")),
                one.path("State").path("ExitCode").asInt(),
                bundles.of(id, pid),
                pid,
                Optional.of(one.path("HostConfig").path("Privileged").asBoolean()));
    }

    PodDetail listedPod(JsonNode one) {
        return pod(
                one.path("Id").asText(""),
                strings(one.path("Labels")),
                one.path("Created").asLong() * 1_000_000_000L,
                state(one.path("State").asText("")) == ContainerState.RUNNING,
                one,
                OptionalLong.empty());
    }

    PodDetail detailedPod(JsonNode one) {
        return pod(
                one.path("Id").asText(""),
                strings(one.path("Config").path("Labels")),
                nanos(one.path("Created").asText("")),
                state(one.path("State").path("Status").asText("")) == ContainerState.RUNNING,
                one,
                pid(one));
    }

    private PodDetail pod(
            String id, Map<String, String> labels, long created, boolean ready, JsonNode one, OptionalLong pid) {
        JsonNode host = one.path("HostConfig");
        return new PodDetail(
                id,
                labels.getOrDefault(POD_NAMESPACE, ""),
                labels.getOrDefault(POD_NAME, ""),
                labels.getOrDefault(POD_UID, ""),
                without(labels, ANNOTATION),
                annotations(labels),
                host.path("Runtime").asText(""),
                one.path("NetworkSettings").path("IPAddress").asText(""),
                created,
                ready,
                host.path("NetworkMode").asText("").equals(HOST),
                host.path("PidMode").asText("").equals(HOST),
                host.path("IpcMode").asText("").equals(HOST),
                bundles.of(id, pid),
                pid);
    }

    /** Empty for what is no event of a container's life. */
    static Optional<ContainerEvent> event(JsonNode message) {
        JsonNode actor = message.path("Actor");
        String id = actor.path("ID").asText("");
        JsonNode attributes = actor.path("Attributes"); // the container's labels are among them
        String sandbox =
                isSandbox(attributes) ? id : attributes.path(SANDBOX_ID).asText("");
        return kind(message.path("Action").asText(""))
                .filter(kind -> ContainerId.isValid(id))
                .map(kind -> new ContainerEvent(
                        kind, id, sandbox, message.path("timeNano").asLong()));
    }

    private static Optional<ContainerEvent.Kind> kind(String action) {
        return switch (action) {
            case "create" -> Optional.of(ContainerEvent.Kind.CREATED);
            case "start" -> Optional.of(ContainerEvent.Kind.STARTED);
            case "die" -> Optional.of(ContainerEvent.Kind.STOPPED);
            case "destroy" -> Optional.of(ContainerEvent.Kind.DELETED);
            default -> Optional.empty();
        };
    }

    static Optional<String> manifestDigest(JsonNode image) {
        String reference = image.path("RepoDigests").path(0).asText("");
        return Optional.of(digest(reference)).filter(digest -> !digest.isEmpty());
    }

    private static String name(String docker, Map<String, String> labels) {
        return labels.getOrDefault(CONTAINER_NAME, docker.startsWith("/") ? docker.substring(1) : docker);
    }

    private static String digest(String reference) {
        int at = reference.lastIndexOf("sha256:");
        return at < 0 ? "" : reference.substring(at);
    }

    /** A paused container is a running one, as in CRI. */
    private static ContainerState state(String status) {
        return switch (status.toLowerCase(Locale.ROOT)) {
            case "created" -> ContainerState.CREATED;
            case "running", "paused", "restarting" -> ContainerState.RUNNING;
            case "exited", "dead", "removing" -> ContainerState.EXITED;
            default -> ContainerState.UNKNOWN;
        };
    }

    private static OptionalLong pid(JsonNode one) {
        long pid = one.path("State").path("Pid").asLong();
        return pid > 0 ? OptionalLong.of(pid) : OptionalLong.empty();
    }

    /** 0 for Go's zero time and for what is no time. */
    private static long nanos(String time) {
        try {
            Instant instant = Instant.parse(time);
            return instant.getEpochSecond() <= 0 ? 0 : instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    private static Map<String, String> without(Map<String, String> labels, String prefix) {
        Map<String, String> kept = new LinkedHashMap<>(labels);
        kept.keySet().removeIf(key -> key.startsWith(prefix));
        return kept;
    }

    private static Map<String, String> annotations(Map<String, String> labels) {
        Map<String, String> annotations = new LinkedHashMap<>();
        labels.forEach((key, value) -> {
            if (key.startsWith(ANNOTATION)) {
                annotations.put(key.substring(ANNOTATION.length()), value);
            }
        });
        return annotations;
    }

    private static Map<String, String> strings(JsonNode object) {
        Map<String, String> result = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> result.put(entry.getKey(), entry.getValue().asText("")));
        return result;
    }
}
