package dev.vedette.rules.facts;

import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Severity;

/** How much of the node a set of capabilities opens. */
public final class Capabilities {
    /**
     * Each of these alone is enough to take the node over, by mount, module, raw memory, tracing, file handles or eBPF.
     * Source: capabilities(7).
     */
    public static final CapabilitySet TAKE_OVER = CapabilitySet.of(
            Capability.SYS_ADMIN,
            Capability.SYS_MODULE,
            Capability.SYS_RAWIO,
            Capability.SYS_PTRACE,
            Capability.DAC_READ_SEARCH,
            Capability.BPF);

    private Capabilities() {}

    /** Capabilities that no runtime gives by default; unknown bits don't count. */
    public static CapabilitySet beyondDefault(Isolation isolation) {
        return new CapabilitySet(isolation.addedCapabilities().bits() & CapabilitySet.ALL.bits());
    }

    /**
     * Every capability that takes the node over and no system-call filter: what privileged means, given by its parts.
     * Leaving out a harmless one, or one that this node can't give, makes it no safer.
     */
    public static boolean isUnlimited(Isolation isolation) {
        return isolation.capabilities().containsAll(TAKE_OVER) && isolation.seccompMode() == 0;
    }

    /** Whether the container's root is the node's root: capabilities then hold outside too. */
    public static boolean inNodesUserNamespace(Isolation isolation) {
        return isolation.hostNamespaces().contains(NamespaceKind.USER);
    }

    /** How bad the capabilities beyond the default are. */
    public static Severity severity(Isolation isolation) {
        if (!inNodesUserNamespace(isolation)) {
            return Severity.LOW;
        }
        return (beyondDefault(isolation).bits() & TAKE_OVER.bits()) != 0 ? Severity.HIGH : Severity.MEDIUM;
    }
}
