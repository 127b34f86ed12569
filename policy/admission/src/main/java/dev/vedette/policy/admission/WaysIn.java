package dev.vedette.policy.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.policy.admission.review.AdmissionRequest;
import dev.vedette.policy.model.AccessRequested;
import dev.vedette.policy.model.AccessRequested.Way;
import dev.vedette.policy.model.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reviews that ask for a way into something that runs, and not for something to be stored. Source: k8s.io/api core/v1,
 * PodExecOptions and its kin; kubernetes, pkg/registry/core/pod/rest (which of them ask admission, by CONNECT).
 */
final class WaysIn {
    private static final Map<String, Way> BY_KIND = Map.of(
            "PodExecOptions", Way.EXEC,
            "PodAttachOptions", Way.ATTACH,
            "PodPortForwardOptions", Way.PORT_FORWARD,
            "PodProxyOptions", Way.POD_PROXY,
            "ServiceProxyOptions", Way.SERVICE_PROXY,
            "NodeProxyOptions", Way.NODE_PROXY);

    private WaysIn() {}

    /** What it asks for; nothing for other reviews and for dry runs. */
    static List<AccessRequested> of(AdmissionRequest request, long epochNanos) {
        if (request.object() == null || request.dryRun()) {
            return List.of();
        }
        if (request.operation().equals("CONNECT")) {
            return Optional.ofNullable(BY_KIND.get(request.kind())).stream()
                    .map(way -> connecting(request, way, epochNanos))
                    .toList();
        }
        return request.operation().equals("UPDATE") && request.subResource().equals("ephemeralcontainers")
                ? putIn(request, epochNanos)
                : List.of();
    }

    private static AccessRequested connecting(AdmissionRequest request, Way way, long epochNanos) {
        JsonNode options = request.object();
        String detail = switch (way) {
            case EXEC -> words(options.path("command"));
            case PORT_FORWARD -> words(options.path("ports"));
            case POD_PROXY, SERVICE_PROXY, NODE_PROXY -> options.path("path").asText();
            case ATTACH, EPHEMERAL_CONTAINER -> "";
        };
        return new AccessRequested(
                named(request, options.path("container").asText(), ""),
                way,
                request.user(),
                request.groups(),
                detail,
                options.path("tty").asBoolean(),
                epochNanos);
    }

    /** Containers that the pod did not have before; one that is there cannot be taken out or changed. */
    private static List<AccessRequested> putIn(AdmissionRequest request, long epochNanos) {
        List<String> before = new ArrayList<>();
        if (request.oldObject() != null) {
            request.oldObject()
                    .path("spec")
                    .path("ephemeralContainers")
                    .forEach(old -> before.add(old.path("name").asText()));
        }
        List<AccessRequested> added = new ArrayList<>();
        request.object().path("spec").path("ephemeralContainers").forEach(container -> {
            String name = container.path("name").asText();
            if (!before.contains(name)) {
                added.add(new AccessRequested(
                        named(request, name, container.path("image").asText()),
                        Way.EPHEMERAL_CONTAINER,
                        request.user(),
                        request.groups(),
                        words(container.path("command")),
                        container.path("tty").asBoolean(),
                        epochNanos));
            }
        });
        return added;
    }

    private static String words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return String.join(" ", words);
    }

    /** The id names what is asked for, as the API server knows no runtime's. */
    private static Container named(AdmissionRequest request, String container, String image) {
        Container.Pod pod = new Container.Pod(request.namespace(), request.name(), "", request.name(), Map.of());
        String id = "api:" + request.namespace() + "/" + request.name() + "/" + container;
        return new Container(id, container, image, "", "", pod, Set.of(), 0, Container.Identity.KNOWN);
    }
}
