package dev.vedette.sensor.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.sensor.cri.BundleSpec;
import dev.vedette.sensor.cri.ContainerDetail;
import dev.vedette.sensor.cri.ContainerEvent;
import dev.vedette.sensor.cri.ContainerId;
import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.cri.Holding;
import dev.vedette.sensor.cri.PodDetail;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.cri.RuntimeVersion;
import dev.vedette.sensor.cri.Subscription;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Docker Engine by its own API.
 *
 * <p>Calls carry no version, so that the daemon takes its newest: nothing is used here that is not the same since 1.24
 * (moby, api/swagger.yaml), and daemons refuse old numbers in time. Pods are known as cri-dockerd and the dockershim
 * before it label their containers.
 */
public final class DockerClient implements ContainerRuntime {
    /** For every call but those that wait for something to end, unless another is given. */
    public static final Duration DEADLINE = Duration.ofSeconds(5);

    /** {@code {"type":["container"],"event":[…]}}: nothing else is of use, and every exec makes three. */
    private static final String EVENTS =
            encoded("{\"type\":[\"container\"],\"event\":[\"create\",\"start\",\"die\",\"destroy\"]}");

    /** What becomes of containers that were made for pods. */
    public enum Pods {
        TOLD,
        /** Another client speaks of them, that of cri-dockerd: two words on one container would look like a change. */
        LEFT_OUT
    }

    private final RuntimeEndpoint endpoint;
    private final Pods podsAre;
    private final Duration deadline;
    private final UnixHttp http;
    private final DockerCalls calls;
    private final DockerMessages messages;

    public DockerClient(RuntimeEndpoint endpoint) {
        this(endpoint, Pods.TOLD, DEADLINE);
    }

    /** @param deadline for every call but those that wait for something to end */
    public DockerClient(RuntimeEndpoint endpoint, Pods pods, Duration deadline) {
        this.endpoint = endpoint;
        this.podsAre = pods;
        this.deadline = deadline;
        this.http = new UnixHttp(endpoint);
        this.calls = new DockerCalls(endpoint, http);
        this.messages = new DockerMessages(new BundleSpec(Path.of("/proc")));
    }

    @Override
    public RuntimeEndpoint endpoint() {
        return endpoint;
    }

    @Override
    public RuntimeVersion version() {
        JsonNode answer = calls.get("/version", deadline);
        return new RuntimeVersion(
                endpoint.kind().label(),
                answer.path("Version").asText(""),
                answer.path("ApiVersion").asText(""));
    }

    @Override
    public List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (JsonNode warning : calls.get("/info", deadline).path("Warnings")) {
            complaints.add(warning.asText("").replaceFirst("^WARNING: ", ""));
        }
        return complaints;
    }

    @Override
    public List<ContainerDetail> containers() {
        List<ContainerDetail> containers = new ArrayList<>();
        for (JsonNode one : calls.get("/containers/json?all=true", deadline)) {
            JsonNode labels = one.path("Labels");
            if (ContainerId.isValid(one.path("Id").asText(""))
                    && !DockerMessages.isSandbox(labels)
                    && !isLeftOut(labels)) {
                containers.add(messages.listed(one));
            }
        }
        return containers;
    }

    @Override
    public Optional<ContainerDetail> container(String id) {
        return inspected(id)
                .filter(one -> !DockerMessages.isSandbox(one.path("Config").path("Labels")))
                .map(messages::detailed)
                .map(this::withManifestDigest);
    }

    @Override
    public List<PodDetail> pods() {
        if (podsAre == Pods.LEFT_OUT) {
            return List.of();
        }
        String sandboxes = encoded("{\"label\":[\"" + DockerMessages.TYPE + "=" + DockerMessages.SANDBOX + "\"]}");
        List<PodDetail> pods = new ArrayList<>();
        for (JsonNode one : calls.get("/containers/json?all=true&filters=" + sandboxes, deadline)) {
            if (ContainerId.isValid(one.path("Id").asText("")) && DockerMessages.isSandbox(one.path("Labels"))) {
                pods.add(messages.listedPod(one));
            }
        }
        return pods;
    }

    @Override
    public Optional<PodDetail> pod(String sandboxId) {
        return inspected(sandboxId)
                .filter(one -> DockerMessages.isSandbox(one.path("Config").path("Labels")))
                .map(messages::detailedPod);
    }

    /** The API takes names and beginnings of ids too; only the id that was asked for is an answer. */
    private Optional<JsonNode> inspected(String id) {
        if (!ContainerId.isValid(id)) {
            return Optional.empty();
        }
        return calls.find("/containers/" + id + "/json", deadline)
                .filter(one -> one.path("Id").asText("").equals(id))
                .filter(one -> !isLeftOut(one.path("Config").path("Labels")));
    }

    private boolean isLeftOut(JsonNode labels) {
        return podsAre == Pods.LEFT_OUT && labels.has(DockerMessages.TYPE);
    }

    /** The container names its image by the configuration's digest; the image knows the manifest's, if it was pulled. */
    private ContainerDetail withManifestDigest(ContainerDetail detail) {
        return detail.imageDigest().isEmpty()
                ? detail
                : calls.find("/images/" + detail.imageDigest() + "/json", deadline)
                        .flatMap(DockerMessages::manifestDigest)
                        .map(detail::withImageDigest)
                        .orElse(detail);
    }

    @Override
    public void events(Subscription subscription, Runnable onOpen, Consumer<ContainerEvent> onEvent) {
        // The daemon answers before it listens for events itself (moby, api/server/router/system/system_routes.go);
        // "since" makes it repeat what was in between.
        Instant now = Instant.now();
        String since = "%d.%09d".formatted(now.getEpochSecond(), now.getNano());
        http.lines(
                "/events?since=" + since + "&filters=" + EVENTS,
                deadline,
                subscription,
                onOpen,
                line -> hear(calls.json("/events", line), onEvent));
    }

    private void hear(JsonNode message, Consumer<ContainerEvent> onEvent) {
        if (!isLeftOut(message.path("Actor").path("Attributes"))) {
            DockerMessages.event(message).ifPresent(onEvent);
        }
    }

    @Override
    public void stop(String containerId, Duration grace) {
        calls.post(
                "/containers/" + calls.checked(containerId) + "/stop?t=" + grace.toSeconds(),
                deadline.plus(grace).plus(deadline));
    }

    @Override
    public String stopping() {
        return "Docker stop";
    }

    @Override
    public Optional<Holding> holding(Duration patience) {
        return Optional.of(new DockerHolding(calls, patience));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
