package dev.vedette.rules.facts;

import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.NamespaceKind;

/** Processes of a container that have made themselves root in a user namespace of their own. */
public final class OwnUsers {
    private OwnUsers() {}

    /**
     * Whether the process has left the user namespace that its container was given. Of a container that was given one of its
     * own that is not known.
     */
    public static boolean are(EventContext context) {
        return context.container().grantedHostNamespaces().contains(NamespaceKind.USER)
                && !context.hostNamespaces().contains(NamespaceKind.USER)
                && context.process().namespaces().user() != 0;
    }
}
