package dev.vedette.policy.engine;

import java.util.Objects;

/**
 * Whose events are judged.
 *
 * @param node the node's name
 * @param epoch what tells this run of the node's clock from others: the kernel's boot id, or a recording's id
 */
public record Site(String node, String epoch) {
    public Site {
        Objects.requireNonNull(node, "node is null");
        Objects.requireNonNull(epoch, "epoch is null");
    }
}
