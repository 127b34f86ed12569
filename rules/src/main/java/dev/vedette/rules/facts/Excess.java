package dev.vedette.rules.facts;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.IsolationObserved;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.NamespaceKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** In what a container is freer than its runtime says. */
public final class Excess {
    private static final int SECCOMP_OFF = 0;
    private static final int SECCOMP_FILTER = 2;

    private Excess() {}

    /**
     * What the kernel shows beyond the runtime's word, each part in words; empty where nothing is wider or where one of
     * both is not known.
     */
    public static List<String> of(IsolationObserved observed) {
        Isolation spec = observed.runtimeSpec();
        boolean credentialsRead =
                observed.process() == null || observed.process().credentials().known();
        if (spec == null || observed.source() != IsolationObserved.Source.KERNEL || !credentialsRead) {
            return List.of();
        }
        return between(observed.isolation(), spec);
    }

    private static List<String> between(Isolation seen, Isolation spec) {
        List<String> excess = new ArrayList<>();
        CapabilitySet capabilities = seen.capabilities().minus(spec.capabilities());
        if (!capabilities.names().isEmpty()) {
            excess.add("capabilities " + String.join(", ", capabilities.names()));
        }
        Set<NamespaceKind> namespaces = EnumSet.noneOf(NamespaceKind.class);
        namespaces.addAll(seen.hostNamespaces());
        namespaces.removeAll(spec.hostNamespaces());
        if (!namespaces.isEmpty()) {
            excess.add("the node's namespaces " + Words.namespaces(namespaces));
        }
        if (seen.seccompMode() == SECCOMP_OFF && spec.seccompMode() == SECCOMP_FILTER) {
            excess.add("no system-call filter");
        }
        if (spec.noNewPrivileges() && !seen.noNewPrivileges()) {
            excess.add("new privileges by setuid programs");
        }
        return excess;
    }
}
