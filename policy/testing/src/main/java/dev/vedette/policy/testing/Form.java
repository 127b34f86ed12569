package dev.vedette.policy.testing;

import dev.vedette.policy.document.Problems;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.Map;
import java.util.Optional;

/**
 * How a value is written in a test. Reading and the editor's schema come of the same form, so that they say the same.
 *
 * @param <T> what is read
 */
interface Form<T> {
    /**
     * What a node says.
     *
     * @param base what holds where the node says nothing; null where there is nothing to begin with
     * @param problems takes what is wrong; the result is empty then
     */
    Optional<T> read(LocatedNode node, T base, Problems problems);

    /** As JSON Schema; what is used in several places is added to {@code parts} and referred to. */
    Map<String, Object> schema(SchemaParts parts);
}
