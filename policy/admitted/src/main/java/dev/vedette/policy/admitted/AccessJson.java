package dev.vedette.policy.admitted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.model.AccessRequested;
import dev.vedette.policy.model.AccessRequested.Way;
import dev.vedette.policy.model.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A way into a pod that was asked for, as one JSON object; {@code access} tells it from a pod. */
public final class AccessJson {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int LONGEST_DETAIL = 1_024;

    private AccessJson() {}

    public static ObjectNode write(AccessRequested request) {
        ObjectNode to = JsonNodeFactory.instance.objectNode();
        to.put("access", request.way().name());
        to.put("at", request.epochNanos() / NANOS_PER_MILLI);
        to.put("namespace", request.container().pod().namespace());
        to.put("pod", request.container().pod().name());
        to.put("container", request.container().name());
        to.put("user", request.user());
        ArrayNode groups = to.putArray("groups");
        request.groups().forEach(groups::add);
        String detail = request.detail();
        to.put("detail", detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL));
        to.put("terminal", request.terminal());
        return to;
    }

    public static boolean isOne(JsonNode from) {
        return from.has("access");
    }

    /**
     * Reads what {@link #write} has written; the container has its names alone.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static AccessRequested read(JsonNode from) {
        List<String> groups = new ArrayList<>();
        from.path("groups").forEach(group -> groups.add(group.asText()));
        String namespace = from.path("namespace").asText();
        String pod = from.path("pod").asText();
        String container = from.path("container").asText();
        return new AccessRequested(
                new Container(
                        "api:" + namespace + "/" + pod + "/" + container,
                        container,
                        "",
                        "",
                        "",
                        new Container.Pod(namespace, pod, "", pod, Map.of()),
                        Set.of(),
                        0,
                        Container.Identity.KNOWN),
                Way.valueOf(from.path("access").asText()),
                from.path("user").asText(),
                groups,
                from.path("detail").asText(),
                from.path("terminal").asBoolean(),
                from.path("at").asLong() * NANOS_PER_MILLI);
    }
}
