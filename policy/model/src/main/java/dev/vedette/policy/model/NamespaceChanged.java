package dev.vedette.policy.model;

import java.util.EnumSet;
import java.util.Set;

/**
 * A task went into other namespaces, or made new ones.
 *
 * @param kinds the kinds that were asked for
 */
public record NamespaceChanged(EventContext context, Operation operation, Set<NamespaceKind> kinds, Namespaces after)
        implements Event {
    /** How. */
    public enum Operation {
        SETNS,
        UNSHARE,
        /** By the birth of a process that has them. */
        CLONE
    }

    public NamespaceChanged {
        kinds = Set.copyOf(kinds);
    }

    /** Kinds that were asked for, are now the host's, and that the container was not given. */
    public Set<NamespaceKind> enteredHost() {
        Set<NamespaceKind> entered = EnumSet.noneOf(NamespaceKind.class);
        entered.addAll(context.escapedNamespaces());
        entered.retainAll(kinds);
        return entered;
    }
}
