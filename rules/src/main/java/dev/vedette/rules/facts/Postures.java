package dev.vedette.rules.facts;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.HostPath;
import dev.vedette.policy.model.IsolationDetail;
import dev.vedette.policy.model.IsolationObserved;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.IsolationObserved.Source;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a container is given that most others could do without. */
public final class Postures {
    /** What CRI-O gives by default, the smallest set of the three runtimes. Source: CRI-O, crio.conf(5). */
    public static final CapabilitySet SMALLEST_DEFAULT = CapabilitySet.NONE.changed(
            List.of(
                    "CHOWN",
                    "DAC_OVERRIDE",
                    "FSETID",
                    "FOWNER",
                    "SETGID",
                    "SETUID",
                    "SETPCAP",
                    "NET_BIND_SERVICE",
                    "KILL"),
            List.of());

    private static final long ROOT = 0;
    private static final int SECCOMP_OFF = 0;
    private static final String UNCONFINED = "unconfined";
    /** SELinux types that may do what the node's own programs may. Source: container-selinux, container.te. */
    private static final Set<String> TYPES_OF_NODE = Set.of(
            "spc_t", "unconfined_t", "unconfined_service_t", "container_runtime_t", "kernel_t", "init_t", "sysadm_t");
    /** What the masks are for; a kernel has at least one of them. */
    private static final List<String> USUALLY_HIDDEN =
            List.of("/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/latency_stats", "/sys/firmware");

    private Postures() {}

    /** Whether it is the runtime's or a manifest's word on one container: what the kernel shows of it is the same again. */
    public static boolean isWord(IsolationObserved observed) {
        return observed.source() == Source.RUNTIME
                || (observed.source() == Source.MANIFEST
                        && !observed.container().name().isEmpty());
    }

    /** Whether nobody has spoken of the container before this: the kernel's view counts where the runtime says nothing. */
    public static boolean isFirstWord(IsolationObserved observed) {
        return observed.source() != Source.KERNEL || observed.runtimeSpec() == null;
    }

    /** Whether its first program is the node's root. */
    public static boolean isNodesRoot(Isolation isolation) {
        return isolation.uid() == ROOT && isolation.hostNamespaces().contains(NamespaceKind.USER);
    }

    /** Whether it is the node's root, or may be as far as is known, with more than runtimes give. */
    public static boolean isPowerfulRoot(IsolationObserved observed) {
        Isolation isolation = observed.isolation();
        boolean root = isNodesRoot(isolation)
                || (observed.source() == Source.MANIFEST
                        && isolation.uid() < 0
                        && isolation.hostNamespaces().contains(NamespaceKind.USER));
        return root
                && !isolation.privileged()
                && !Capabilities.beyondDefault(isolation).isEmpty();
    }

    /** Capabilities of the usual default that the smallest one goes without. */
    public static CapabilitySet wide(Isolation isolation) {
        return isolation.privileged() || !Capabilities.beyondDefault(isolation).isEmpty()
                ? CapabilitySet.NONE
                : new CapabilitySet(
                        isolation.capabilities().minus(SMALLEST_DEFAULT).bits() & CapabilitySet.ALL.bits());
    }

    /** Whether system calls pass unfiltered, where that is not said already: privileged containers have no filter. */
    public static boolean isUnfiltered(IsolationObserved observed) {
        Isolation isolation = observed.isolation();
        return observed.source() == Source.RUNTIME
                && isolation.seccompMode() == SECCOMP_OFF
                && !isolation.privileged()
                && !Capabilities.isUnlimited(isolation);
    }

    /**
     * Without a filter, what else there is decides how far a container reaches. That a kubelet gives none to pods that
     * say nothing is the node's affair.
     */
    public static Severity severityUnfiltered(Isolation isolation) {
        return Capabilities.inNodesUserNamespace(isolation)
                        && !Capabilities.beyondDefault(isolation).isEmpty()
                ? Severity.MEDIUM
                : Severity.INFO;
    }

    /** Whether a security module lets the container do what programs of the node may. */
    public static boolean isUnconfined(IsolationObserved observed) {
        Isolation isolation = observed.isolation();
        boolean told = switch (observed.source()) {
            case RUNTIME -> true;
            // Another label than was asked for is more than an unconfined one, and told as that.
            case KERNEL ->
                observed.runtimeSpec() == null
                        || observed.runtimeSpec().securityLabel().isEmpty();
            case MANIFEST -> false;
        };
        return told && !isolation.privileged() && isUnconfined(isolation.securityLabel());
    }

    private static boolean isUnconfined(String label) {
        String[] parts = label.split(":", -1);
        return Excess.profile(label).equals(UNCONFINED) || (parts.length >= 3 && TYPES_OF_NODE.contains(parts[2]));
    }

    /** Whether none of the usual masks was asked for, or the kernel's settings may be written. */
    public static boolean isUnmasked(IsolationObserved observed) {
        IsolationDetail detail = observed.isolation().detail();
        return observed.source() == Source.RUNTIME
                && detail.known()
                && !observed.isolation().privileged()
                && detail.hiddenPaths().stream().noneMatch(USUALLY_HIDDEN::contains);
    }

    /** Mounts that show the node's shared memory or message queues. */
    public static Optional<HostMount> sharedMemory(Isolation isolation) {
        return isolation.hostMounts().stream()
                .filter(mount -> HostPath.isWithin(mount.source(), "/dev/shm")
                        || HostPath.isWithin(mount.source(), "/dev/mqueue"))
                .findFirst();
    }

    /**
     * Devices of the node that were handed in, each in words.
     *
     * @param harmless devices as {@code c 10:229}, major numbers as {@code c 226:*}, and paths
     */
    public static List<String> devices(IsolationObserved observed, List<String> harmless) {
        Isolation isolation = observed.isolation();
        List<String> devices = new ArrayList<>();
        if (isolation.privileged() || observed.source() == Source.KERNEL) {
            return devices;
        }
        new TreeSet<>(isolation.detail().devices())
                .stream()
                        .filter(device -> !DeviceRules.areOfAll(device))
                        .filter(device -> !harmless.contains(device) && !harmless.contains(ofMajor(device)))
                        .forEach(devices::add);
        // Raw disks and memory that are mounted as files are a sensitive place of the node, and told as that.
        isolation.hostMounts().stream()
                .filter(mount -> !SensitiveTrees.isShownBy(mount))
                .map(HostMount::source)
                .filter(path -> path.startsWith("/dev/"))
                .filter(path -> harmless.stream().noneMatch(known -> HostPath.isWithin(path, known)))
                .forEach(devices::add);
        if (observed.source() == Source.RUNTIME) {
            new TreeSet<>(isolation.detail().deviceAccess())
                    .stream().filter(DeviceRules::isOfEverything).forEach(devices::add);
        }
        return devices;
    }

    private static String ofMajor(String device) {
        return device.substring(0, device.indexOf(':') + 1) + "*";
    }

    /** Disks, memory and ports hold all of the node; other devices a part. */
    public static Severity severity(List<String> devices) {
        return devices.stream().anyMatch(Postures::holdsTheNode) ? Severity.HIGH : Severity.MEDIUM;
    }

    private static boolean holdsTheNode(String device) {
        return device.startsWith("b ")
                || device.startsWith("a ")
                || device.startsWith("c *")
                || device.matches("c 1:[124]")
                || device.matches(
                        "/dev/(mem|kmem|port|disk/.*|mapper/.*|dm-.*|sd[a-z].*|[vx]v?d[a-z].*|nvme.*|mmcblk.*|loop.*)");
    }
}
