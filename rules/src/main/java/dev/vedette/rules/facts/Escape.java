package dev.vedette.rules.facts;

import dev.vedette.policy.model.Container.Identity;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.NamespaceKind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Whether a task of a container lives where only the node's own tasks do. */
public final class Escape {
    private static final Set<NamespaceKind> BOTH =
            Collections.unmodifiableSet(EnumSet.of(NamespaceKind.MOUNT, NamespaceKind.PID));

    private Escape() {}

    /**
     * The node's mount and pid namespaces if the task is in them without a grant.
     *
     * <p>While the runtime has not said who the container is, its grants are not known, and pods that share the node's
     * pid namespace are common; then the mount namespace alone counts, which no pod can ask for.
     */
    public static Set<NamespaceKind> done(EventContext context) {
        Set<NamespaceKind> escaped = context.escapedNamespaces();
        boolean mount = escaped.contains(NamespaceKind.MOUNT);
        boolean pid = escaped.contains(NamespaceKind.PID) && context.container().identity() != Identity.PENDING;
        if (mount) {
            return pid ? BOTH : Set.of(NamespaceKind.MOUNT);
        }
        return pid ? Set.of(NamespaceKind.PID) : Set.of();
    }
}
