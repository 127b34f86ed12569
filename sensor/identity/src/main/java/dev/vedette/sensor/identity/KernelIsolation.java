package dev.vedette.sensor.identity;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.IsolationDetail;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.sensor.identity.node.MountEntry;
import dev.vedette.sensor.identity.node.MountTable;
import dev.vedette.sensor.identity.node.NodeView;
import dev.vedette.sensor.identity.node.SeenProcess;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a container is really kept apart, by what its first program is given: the kernel's credentials and namespaces,
 * and the mounts that the process sees. Thread-safe as far as the node's view is.
 */
final class KernelIsolation {
    /** No process has it, so nothing is read of it. */
    private static final int NOBODY = 0;

    private final NodeView node;
    private final IdentityMetrics metrics;
    private final Namespaces hostNamespaces;
    private final CapabilitySet hostCapabilities;

    KernelIsolation(NodeView node, IdentityMetrics metrics) {
        this.node = node;
        this.metrics = metrics;
        this.hostNamespaces = node.hostNamespaces();
        this.hostCapabilities = node.hostCapabilities();
    }

    /** Looks at a process that has just passed into its container. */
    Isolation look(ProcessInfo process, String podUid) {
        Optional<Isolation> recorded = node.recordedIsolation(process.id());
        if (recorded.isPresent()) {
            return recorded.get();
        }
        Isolation read = isolation(process, process.pid(), podUid);
        return isAnother(process) ? isolation(process, NOBODY, podUid) : read;
    }

    /** Whether its number names a later process by now: then what was read may be that one's. */
    private boolean isAnother(ProcessInfo process) {
        OptionalLong start = node.startOf(process.pid());
        return start.isPresent()
                && !SeenProcess.sameStart(start.getAsLong(), process.id().startBootNanos());
    }

    /** @param pid whose files are read */
    private Isolation isolation(ProcessInfo process, int pid, String podUid) {
        Optional<MountTable> there = node.mountsOf(pid);
        if (there.isEmpty()) {
            metrics.mountsUnread();
        }
        MountTable mounts = there.orElse(MountTable.EMPTY);
        Credentials credentials = process.credentials();
        IsolationDetail detail = KernelFileCovers.seen(pid, credentials, mounts, node);
        if (detail.known() && detail.deviceAccess().isEmpty()) {
            metrics.devicesUnread();
        }
        CapabilitySet capabilities = credentials.bounding().plus(credentials.permitted());
        return new Isolation(
                isPrivileged(capabilities, credentials, mounts),
                process.namespaces().sharedWith(hostNamespaces),
                capabilities,
                credentials.seccompMode(),
                credentials.noNewPrivileges(),
                mounts.at("/").filter(MountEntry::readOnly).isPresent(),
                credentials.uid(),
                ContainerMounts.fromHost(mounts, node.hostMounts(), podUid),
                node.securityLabelOf(pid),
                detail);
    }

    /** All that privileged means, by its parts: every capability of the node, no filter, nothing of /proc masked. */
    private boolean isPrivileged(CapabilitySet capabilities, Credentials credentials, MountTable mounts) {
        boolean masked =
                mounts.mounts().stream().anyMatch(mount -> mount.target().startsWith("/proc/"));
        return capabilities.containsAll(hostCapabilities) && credentials.seccompMode() == 0 && !masked;
    }

    /** Another user inside the same bounds is not wider. */
    static boolean wider(Isolation now, Isolation before) {
        return (now.privileged() && !before.privileged())
                || !before.hostNamespaces().containsAll(now.hostNamespaces())
                || !before.capabilities().containsAll(now.capabilities())
                || (now.seccompMode() == 0 && before.seccompMode() != 0)
                || (before.noNewPrivileges() && !now.noNewPrivileges())
                || (before.readOnlyRoot() && !now.readOnlyRoot() && now.detail().known())
                || wider(now.detail(), before.detail());
    }

    private static boolean wider(IsolationDetail now, IsolationDetail before) {
        return !before.inheritable().containsAll(now.inheritable())
                || !before.ambient().containsAll(now.ambient())
                || (now.known() && before.known() && lessCovered(now, before));
    }

    private static boolean lessCovered(IsolationDetail now, IsolationDetail before) {
        return !before.devices().containsAll(now.devices())
                || !before.deviceAccess().containsAll(now.deviceAccess())
                || !now.hiddenPaths().containsAll(before.hiddenPaths())
                || !now.readOnlyPaths().containsAll(before.readOnlyPaths())
                || !before.misleadingMounts()
                        .entrySet()
                        .containsAll(now.misleadingMounts().entrySet());
    }
}
