package dev.vedette.policy.admission.standards;

import dev.vedette.policy.podsecurity.NamespaceDemands;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is demanded where labels say nothing, and of whom nothing is.
 *
 * @param defaults hold where a namespace's labels say nothing
 * @param exemptNamespaces by name
 * @param exemptUsers who may make any pod; a controller's user exempts all that it makes
 * @param exemptRuntimeClasses of pods
 */
public record StandardsSettings(
        NamespaceDemands defaults,
        Set<String> exemptNamespaces,
        Set<String> exemptUsers,
        Set<String> exemptRuntimeClasses) {
    public StandardsSettings {
        Objects.requireNonNull(defaults, "defaults is null");
        exemptNamespaces = Set.copyOf(exemptNamespaces);
        exemptUsers = Set.copyOf(exemptUsers);
        exemptRuntimeClasses = Set.copyOf(exemptRuntimeClasses);
    }

    /** By what the pods of a namespace, or what a user makes, are exempt; empty if they are not. */
    Optional<String> exemption(String namespace, String user) {
        if (exemptNamespaces.contains(namespace)) {
            return Optional.of("namespace");
        }
        return exemptUsers.contains(user) ? Optional.of("user") : Optional.empty();
    }
}
