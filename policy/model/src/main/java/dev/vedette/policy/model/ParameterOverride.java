package dev.vedette.policy.model;

import java.util.List;

/** A rule's list as a policy document wants it within its scope. */
public record ParameterOverride(String policy, Scope scope, String ruleId, String name, List<String> values) {
    public ParameterOverride {
        values = List.copyOf(values);
    }
}
