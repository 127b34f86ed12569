package dev.vedette.rules.facts;

import dev.vedette.policy.model.Container.Identity;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.NamespaceKind;
import java.util.EnumSet;
import java.util.Set;

/** Whether a task of a container lives where only the node's own tasks do. */
public final class Escape {
    private Escape() {}

    /**
     * The node's mount and pid namespaces if the task is in them without a grant.
     *
     * <p>While the runtime has not said who the container is, its grants are not known, and pods that share the node's
     * pid namespace are common; then the mount namespace alone counts, which no pod can ask for.
     */
    public static Set<NamespaceKind> done(EventContext context) {
        if (context.hostNamespaces().isEmpty()) {
            return Set.of();
        }
        Set<NamespaceKind> outside = EnumSet.noneOf(NamespaceKind.class);
        outside.addAll(context.escapedNamespaces());
        outside.retainAll(
                context.container().identity() == Identity.PENDING
                        ? EnumSet.of(NamespaceKind.MOUNT)
                        : EnumSet.of(NamespaceKind.MOUNT, NamespaceKind.PID));
        return outside;
    }
}
