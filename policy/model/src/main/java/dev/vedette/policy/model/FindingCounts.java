package dev.vedette.policy.model;

import java.util.Map;

/**
 * How many findings of a container each escalating statement has covered within its time, the one that is decided on included.
 *
 * @param counts of those that cover it and do not hold at once
 */
public record FindingCounts(Map<PolicyStatement, Integer> counts) {
    public FindingCounts {
        counts = Map.copyOf(counts);
    }

    /** Whether there are as many as the statement waits for. */
    public boolean reach(PolicyStatement statement) {
        return statement.escalation().isAtOnce()
                || counts.getOrDefault(statement, 0) >= statement.escalation().findings();
    }
}
