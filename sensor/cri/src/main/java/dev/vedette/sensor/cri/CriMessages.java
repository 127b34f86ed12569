package dev.vedette.sensor.cri;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.vedette.sensor.cri.wire.Container;
import dev.vedette.sensor.cri.wire.ContainerEventResponse;
import dev.vedette.sensor.cri.wire.ContainerStatus;
import dev.vedette.sensor.cri.wire.ContainerStatusResponse;
import dev.vedette.sensor.cri.wire.NamespaceMode;
import dev.vedette.sensor.cri.wire.NamespaceOption;
import dev.vedette.sensor.cri.wire.PodSandbox;
import dev.vedette.sensor.cri.wire.PodSandboxStatus;
import dev.vedette.sensor.cri.wire.PodSandboxStatusResponse;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * From wire messages to our own records.
 *
 * <p>The verbose information is each runtime's own JSON under the key {@code info}. containerd: internal/cri/types and
 * pkg/cri/sbserver/container_status.go ({@code pid}, {@code sandboxID}, {@code config}, {@code runtimeSpec}); CRI-O:
 * server/container_status.go ({@code pid}, {@code sandboxID}, {@code privileged}, {@code runtimeSpec}).
 */
final class CriMessages {
    private static final String INFO = "info";

    private final ObjectMapper json = new ObjectMapper();

    ContainerDetail listed(Container container) {
        return new ContainerDetail(
                container.getId(),
                container.getMetadata().getName(),
                container.getPodSandboxId(),
                container.getImage().getImage(),
                digest(container.getImageRef()),
                container.getLabelsMap(),
                container.getAnnotationsMap(),
                state(container.getState()),
                container.getCreatedAt(),
                0,
                0,
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }

    ContainerDetail detailed(ContainerStatusResponse response) throws JsonProcessingException {
        ContainerStatus status = response.getStatus();
        JsonNode info = info(response.getInfoMap());
        return new ContainerDetail(
                status.getId(),
                status.getMetadata().getName(),
                info.path("sandboxID").asText(""),
                status.getImage().getImage(),
                digest(status.getImageRef()),
                status.getLabelsMap(),
                status.getAnnotationsMap(),
                state(status.getState()),
                status.getCreatedAt(),
                status.getStartedAt(),
                status.getExitCode(),
                spec(info),
                pid(info),
                privileged(info));
    }

    PodDetail listed(PodSandbox pod) {
        return new PodDetail(
                pod.getId(),
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                pod.getLabelsMap(),
                pod.getAnnotationsMap(),
                pod.getRuntimeHandler(),
                "",
                pod.getCreatedAt(),
                pod.getState() == dev.vedette.sensor.cri.wire.PodSandboxState.SANDBOX_READY,
                false,
                false,
                false,
                Optional.empty(),
                OptionalLong.empty());
    }

    PodDetail detailed(PodSandboxStatusResponse response) throws JsonProcessingException {
        PodSandboxStatus status = response.getStatus();
        JsonNode info = info(response.getInfoMap());
        NamespaceOption namespaces = status.getLinux().getNamespaces().getOptions();
        return new PodDetail(
                status.getId(),
                status.getMetadata().getNamespace(),
                status.getMetadata().getName(),
                status.getMetadata().getUid(),
                status.getLabelsMap(),
                status.getAnnotationsMap(),
                status.getRuntimeHandler(),
                status.getNetwork().getIp(),
                status.getCreatedAt(),
                status.getState() == dev.vedette.sensor.cri.wire.PodSandboxState.SANDBOX_READY,
                namespaces.getNetwork() == NamespaceMode.NODE,
                namespaces.getPid() == NamespaceMode.NODE,
                namespaces.getIpc() == NamespaceMode.NODE,
                spec(info),
                pid(info));
    }

    static ContainerEvent event(ContainerEventResponse response) {
        ContainerEvent.Kind kind = switch (response.getContainerEventType()) {
            case CONTAINER_CREATED_EVENT -> ContainerEvent.Kind.CREATED;
            case CONTAINER_STARTED_EVENT -> ContainerEvent.Kind.STARTED;
            case CONTAINER_STOPPED_EVENT, UNRECOGNIZED -> ContainerEvent.Kind.STOPPED;
            case CONTAINER_DELETED_EVENT -> ContainerEvent.Kind.DELETED;
        };
        return new ContainerEvent(
                kind, response.getContainerId(), response.getPodSandboxStatus().getId(), response.getCreatedAt());
    }

    private JsonNode info(Map<String, String> info) throws JsonProcessingException {
        String text = info.get(INFO);
        return text == null ? MissingNode.getInstance() : json.readTree(text);
    }

    private static Optional<OciSpec> spec(JsonNode info) {
        JsonNode spec = info.path("runtimeSpec");
        return spec.isObject() ? Optional.of(OciSpecReader.read(spec)) : Optional.empty();
    }

    private static OptionalLong pid(JsonNode info) {
        long pid = info.path("pid").asLong();
        return pid > 0 ? OptionalLong.of(pid) : OptionalLong.empty();
    }

    private static Optional<Boolean> privileged(JsonNode info) {
        JsonNode said = info.path("privileged");
        JsonNode asked = info.path("config").path("linux").path("security_context");
        if (said.isBoolean()) {
            return Optional.of(said.asBoolean());
        }
        // protobuf's JSON leaves out a flag that is false
        return asked.isObject() ? Optional.of(asked.path("privileged").asBoolean()) : Optional.empty();
    }

    private static ContainerState state(dev.vedette.sensor.cri.wire.ContainerState state) {
        return switch (state) {
            case CONTAINER_CREATED -> ContainerState.CREATED;
            case CONTAINER_RUNNING -> ContainerState.RUNNING;
            case CONTAINER_EXITED -> ContainerState.EXITED;
            case CONTAINER_UNKNOWN, UNRECOGNIZED -> ContainerState.UNKNOWN;
        };
    }

    /** An image reference is {@code name@sha256:…}, or the configuration's {@code sha256:…} alone. */
    private static String digest(String imageRef) {
        int at = imageRef.lastIndexOf("sha256:");
        return at < 0 ? "" : imageRef.substring(at);
    }
}
