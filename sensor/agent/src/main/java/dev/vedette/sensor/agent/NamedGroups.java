package dev.vedette.sensor.agent;

import dev.vedette.policy.model.RuleInfo;
import dev.vedette.probes.KernelGroups;
import dev.vedette.sensor.identity.container.GroupListener;
import java.util.Collection;

/**
 * Tells the kernel side whose each control group is. The node's own groups are quiet there unless a rule judges them,
 * which spares every process of the node the price of being watched.
 */
final class NamedGroups implements GroupListener {
    private final KernelGroups groups;
    private final boolean nodeIsQuiet;

    NamedGroups(KernelGroups groups, Collection<RuleInfo> rules) {
        this.groups = groups;
        this.nodeIsQuiet = rules.stream().noneMatch(RuleInfo::judgesHost);
    }

    @Override
    public void belongs(long groupId, long containerGroupId) {
        // Without room the group stands for itself in the kernel: its share of the ring is then its own.
        groups.belongs(groupId, containerGroupId);
    }

    @Override
    public void nodes(long groupId) {
        groups.nodes(groupId, nodeIsQuiet);
    }
}
