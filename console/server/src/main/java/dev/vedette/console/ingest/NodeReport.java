package dev.vedette.console.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;

/**
 * What a node last found of itself, as it writes it.
 *
 * @param came when, by the console's clock; {@link Instant#EPOCH} where none came yet
 */
public record NodeReport(Instant came, JsonNode content) {
    /** Before the first. */
    public static final NodeReport NONE = new NodeReport(Instant.EPOCH, JsonNodeFactory.instance.objectNode());
}
