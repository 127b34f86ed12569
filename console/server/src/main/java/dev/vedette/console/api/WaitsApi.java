package dev.vedette.console.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.console.ingest.NodeRegistry;
import dev.vedette.console.ingest.NodeWaits;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Who waits behind whom on the nodes. */
public final class WaitsApi {
    private final NodeRegistry nodes;
    private final NodeWaits waits;

    public WaitsApi(NodeRegistry nodes, NodeWaits waits) {
        this.nodes = nodes;
        this.waits = waits;
    }

    /** GET /api/nodes/{name}/waits: its windows, the oldest first, with {@code ?after=TIME} those that ended later. */
    public void windows(Context request) {
        String name = request.pathParam("name");
        if (nodes.find(name).isEmpty()) {
            throw new ApiException(HttpStatus.NOT_FOUND, "there is no node " + name);
        }
        ObjectNode to = JsonNodeFactory.instance.objectNode();
        to.put("node", name);
        to.putArray("windows").addAll(waits.after(name, after(request.queryParam("after"))));
        Body.answer(request, to);
    }

    private static Instant after(String text) {
        try {
            return text == null ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new ApiException(
                    HttpStatus.BAD_REQUEST, "after is no time: give one such as 2026-01-31T12:00:00Z, or nothing");
        }
    }
}
