package dev.vedette.policy.model;

import java.util.List;

/**
 * What rules read that policies may set: the DRL global {@code parameters}.
 *
 * <p>While a fact is judged, values are those of the policies whose scope includes the fact's container.
 */
public interface Parameters {
    /**
     * The values of one list: a policy's, else those that the rule's page gives.
     *
     * @return empty where neither names the list
     */
    List<String> list(String ruleId, String name);

    /** Whether {@code value} is in the list, letter for letter. */
    default boolean contains(String ruleId, String name, String value) {
        return list(ruleId, name).contains(value);
    }
}
