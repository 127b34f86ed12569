package dev.vedette.sensor.identity.runtime;

import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.HostPath;
import dev.vedette.policy.model.IsolationDetail;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.sensor.cri.OciSpec;
import dev.vedette.sensor.cri.OciSpec.CapabilitySetName;
import dev.vedette.sensor.identity.node.NodeView;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How far a container is kept apart by the specification that it was made with. */
final class SpecIsolation {
    private static final Set<String> WITHOUT_DEVICES =
            Set.of("/dev/shm", "/dev/mqueue", "/dev/pts", "/dev/termination-log");

    private final NodeView node;
    private final KernelFiles kernelFiles;

    SpecIsolation(NodeView node) {
        this.node = node;
        this.kernelFiles = new KernelFiles(path -> node.file(Path.of(path)).isPresent(), System::nanoTime);
    }

    /**
     * Reads a specification.
     *
     * @param privileged what the pod asked for, where the runtime says
     */
    Isolation of(OciSpec spec, Optional<Boolean> privileged, String podUid) {
        CapabilitySet capabilities = capabilities(spec);
        return new Isolation(
                privileged.orElse(false) || isPrivileged(spec, capabilities),
                hostNamespaces(spec),
                capabilities,
                spec.seccomp() ? 2 : 0,
                spec.noNewPrivileges(),
                spec.rootReadOnly(),
                spec.uid(),
                hostMounts(spec, podUid),
                // A node has one of the two; what the other would be called is not written then.
                spec.apparmorProfile().isEmpty() ? spec.selinuxLabel() : spec.apparmorProfile(),
                detail(spec));
    }

    private IsolationDetail detail(OciSpec spec) {
        return new IsolationDetail(
                true,
                capabilities(spec, CapabilitySetName.INHERITABLE),
                capabilities(spec, CapabilitySetName.AMBIENT),
                ofThisKernel(spec.maskedPaths()),
                ofThisKernel(spec.readonlyPaths()),
                Map.of(),
                spec.devices().stream().map(SpecIsolation::device).collect(Collectors.toSet()),
                spec.mounts().stream().anyMatch(SpecIsolation::bringsDevices),
                DeviceAccess.of(spec.deviceRules()));
    }

    /** Runtimes pass over what the kernel has not; its files are the same in every container. */
    private Set<String> ofThisKernel(List<String> paths) {
        return paths.stream().filter(kernelFiles::has).collect(Collectors.toSet());
    }

    private static String device(OciSpec.Device device) {
        return (device.type().equals("b") ? "b " : "c ") + device.major() + ":" + device.minor();
    }

    /** Whether it may bring device nodes of the node; what runtimes themselves mount below /dev has none. */
    private static boolean bringsDevices(OciSpec.Mount mount) {
        String target = HostPath.resolve(mount.destination());
        if (WITHOUT_DEVICES.contains(target)) {
            return false;
        }
        return isBind(mount) && (target.equals("/") || target.equals("/dev") || target.startsWith("/dev/"));
    }

    private static CapabilitySet capabilities(OciSpec spec) {
        return capabilities(spec, CapabilitySetName.BOUNDING).plus(capabilities(spec, CapabilitySetName.PERMITTED));
    }

    private static CapabilitySet capabilities(OciSpec spec, CapabilitySetName set) {
        long bits = 0;
        for (String name : spec.capabilities(set)) {
            bits |= Capability.parse(name).map(Capability::bit).orElse(0L);
        }
        return new CapabilitySet(bits);
    }

    /** The same power given by parts. */
    private boolean isPrivileged(OciSpec spec, CapabilitySet capabilities) {
        boolean allDevices = spec.deviceRules().stream()
                .anyMatch(rule -> rule.allow()
                        && rule.major() < 0
                        && rule.minor() < 0
                        && !rule.type().equals("b")
                        && !rule.type().equals("c")
                        && rule.access().contains("w"));
        return capabilities.containsAll(node.hostCapabilities())
                && !spec.seccomp()
                && (allDevices || spec.maskedPaths().isEmpty());
    }

    Set<NamespaceKind> hostNamespaces(OciSpec spec) {
        Set<NamespaceKind> ofHost = EnumSet.allOf(NamespaceKind.class);
        for (OciSpec.Namespace namespace : spec.namespaces()) {
            kind(namespace.type()).filter(kind -> isOwn(namespace, kind)).ifPresent(ofHost::remove);
        }
        return ofHost;
    }

    /** One without a path is made new; one with a path is joined, and may be the host's. */
    private boolean isOwn(OciSpec.Namespace namespace, NamespaceKind kind) {
        long host = node.hostNamespaces().of(kind);
        return namespace.path().isEmpty() || host == 0 || node.namespaceAt(Path.of(namespace.path())) != host;
    }

    /** Names: opencontainers/runtime-spec, config-linux.md, namespaces. */
    private static Optional<NamespaceKind> kind(String type) {
        return switch (type) {
            case "mount" -> Optional.of(NamespaceKind.MOUNT);
            case "pid" -> Optional.of(NamespaceKind.PID);
            case "network" -> Optional.of(NamespaceKind.NETWORK);
            case "user" -> Optional.of(NamespaceKind.USER);
            case "ipc" -> Optional.of(NamespaceKind.IPC);
            case "uts" -> Optional.of(NamespaceKind.UTS);
            case "cgroup" -> Optional.of(NamespaceKind.CGROUP);
            default -> Optional.empty();
        };
    }

    private List<HostMount> hostMounts(OciSpec spec, String podUid) {
        return spec.mounts().stream()
                .filter(SpecIsolation::isBind)
                .map(this::hostMount)
                .filter(mount -> !RuntimeMounts.isOwn(mount.source(), mount.target(), podUid))
                .toList();
    }

    private static boolean isBind(OciSpec.Mount mount) {
        boolean bind = mount.type().equals("bind")
                || mount.options().contains("bind")
                || mount.options().contains("rbind");
        return bind && mount.source().startsWith("/");
    }

    private HostMount hostMount(OciSpec.Mount mount) {
        List<String> options = mount.options();
        return new HostMount(
                HostPath.resolve(node.realPath(mount.source())),
                mount.source(),
                HostPath.resolve(mount.destination()),
                options.contains("ro"),
                options.contains("shared") || options.contains("rshared"));
    }
}
