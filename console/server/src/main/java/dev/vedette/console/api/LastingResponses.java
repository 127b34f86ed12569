package dev.vedette.console.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.policy.feed.wire.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The responses that last on a node, as its sensor wrote them: those of a newer sensor keep what this console does not
 * know, and one that cannot be read at all takes nothing from the others. Stateless.
 */
final class LastingResponses {
    private static final Logger LOG = LoggerFactory.getLogger(LastingResponses.class);

    private LastingResponses() {}

    /** In the node's order; each has an {@code id} and a {@code container} with an {@code id}. */
    static List<JsonNode> of(Status status) {
        List<JsonNode> readable = new ArrayList<>();
        status.getLastingList().forEach(one -> add(one.toByteArray(), readable));
        return readable;
    }

    private static void add(byte[] json, List<JsonNode> to) {
        try {
            JsonNode one = Body.MAPPER.readTree(json);
            if (!one.path("id").isTextual() || !one.at("/container/id").isTextual()) {
                throw new IOException("it does not name itself and its container");
            }
            to.add(one);
        } catch (IOException e) {
            LOG.warn("A response that lasts cannot be read: {}", e.getMessage());
        }
    }
}
