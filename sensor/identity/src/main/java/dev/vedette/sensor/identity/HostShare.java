package dev.vedette.sensor.identity;

import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Namespaces;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which of the node's namespaces a task is in. Every event asks, so that the answers are made beforehand: there are as
 * many as there are sets of kinds. Not changed once made, and so thread-safe.
 */
final class HostShare {
    private static final List<NamespaceKind> KINDS = List.of(NamespaceKind.values());
    /** At each number the kinds whose places in {@link #KINDS} are its bits. */
    private static final List<Set<NamespaceKind>> SETS =
            IntStream.range(0, 1 << KINDS.size()).mapToObj(HostShare::setOf).toList();

    private final Namespaces host;

    HostShare(Namespaces host) {
        this.host = host;
    }

    /** The kinds in which the task is in the node's own, as far as both are known; unmodifiable. */
    Set<NamespaceKind> of(Namespaces task) {
        int bits = 0;
        for (int i = 0; i < KINDS.size(); i++) {
            if (host.isShared(KINDS.get(i), task)) {
                bits |= 1 << i;
            }
        }
        return SETS.get(bits);
    }

    private static Set<NamespaceKind> setOf(int bits) {
        Set<NamespaceKind> set = EnumSet.noneOf(NamespaceKind.class);
        for (int i = 0; i < KINDS.size(); i++) {
            if ((bits & 1 << i) != 0) {
                set.add(KINDS.get(i));
            }
        }
        return Set.copyOf(set);
    }
}
