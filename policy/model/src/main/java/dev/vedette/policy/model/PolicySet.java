package dev.vedette.policy.model;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** Both, as one set. */
    public PolicySet and(PolicySet others) {
        return new PolicySet(
                joined(statements, others.statements),
                joined(exceptions, others.exceptions),
                joined(parameters, others.parameters),
                joined(denials, others.denials));
    }

    private static <T> List<T> joined(List<T> some, List<T> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /** Of the policies that say anything. */
    public Set<String> names() {
        return Stream.of(
                        statements.stream().map(PolicyStatement::policy),
                        exceptions.stream().map(PolicyException::policy),
                        parameters.stream().map(ParameterOverride::policy),
                        denials.stream().map(DenyRule::policy))
                .flatMap(names -> names)
                .collect(Collectors.toUnmodifiableSet());
    }
}
