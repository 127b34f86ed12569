package dev.vedette.policy.model;

import java.util.List;

/** All that the policy documents in force say; replaced as a whole. */
public record PolicySet(
        List<PolicyStatement> statements,
        List<PolicyException> exceptions,
        List<ParameterOverride> parameters,
        List<DenyRule> denials) {
    /** No document: everything is said, nothing is done. */
    public static final PolicySet NONE = new PolicySet(List.of(), List.of(), List.of(), List.of());

    public PolicySet {
        statements = List.copyOf(statements);
        exceptions = List.copyOf(exceptions);
        parameters = List.copyOf(parameters);
        denials = List.copyOf(denials);
    }

    /** One that denies nothing beforehand. */
    public PolicySet(
            List<PolicyStatement> statements, List<PolicyException> exceptions, List<ParameterOverride> parameters) {
        this(statements, exceptions, parameters, List.of());
    }
}
