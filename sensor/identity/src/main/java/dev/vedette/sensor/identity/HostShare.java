package dev.vedette.sensor.identity;

import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Namespaces;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which of the node's namespaces a task is in. Every event asks, and few different answers exist: they are kept. Not
 * thread-safe.
 */
final class HostShare {
    private static final int KEPT = 1024;

    private final Namespaces host;
    private final Map<Namespaces, Set<NamespaceKind>> answers = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Namespaces, Set<NamespaceKind>> eldest) {
            return size() > KEPT;
        }
    };

    HostShare(Namespaces host) {
        this.host = host;
    }

    Set<NamespaceKind> of(Namespaces task) {
        return answers.computeIfAbsent(task, namespaces -> Set.copyOf(namespaces.sharedWith(host)));
    }
}
