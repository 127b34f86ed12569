package dev.vedette.sensor.cri;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a container was made with: the parts of the OCI runtime specification that say how far it is isolated.
 *
 * <p>Immutable. Lists are empty, strings are "" where the specification says nothing.
 *
 * @param capabilities for each of the five sets that the specification names ({@code bounding}, {@code effective},
 *     {@code permitted}, {@code inheritable}, {@code ambient}) the capabilities in it, for example {@code CAP_CHOWN}
 * @param args the command of the first process
 * @param seccomp whether a seccomp filter is installed at all
 * @param selinuxLabel the first process's context, {@code user:role:type:level}
 * @param uid the first process's user, as seen in the container
 * @param sysctls kernel parameters of its namespaces: of a pod they stand at its sandbox
 * @param cgroupsPath the path as the runtime wants it: {@code /parent/id}, or {@code slice:prefix:id} under systemd
 */
public record OciSpec(
        List<String> args,
        long uid,
        long gid,
        Map<CapabilitySetName, Set<String>> capabilities,
        List<Namespace> namespaces,
        List<Mount> mounts,
        List<Device> devices,
        List<DeviceRule> deviceRules,
        boolean seccomp,
        String apparmorProfile,
        String selinuxLabel,
        boolean noNewPrivileges,
        boolean rootReadOnly,
        List<String> maskedPaths,
        List<String> readonlyPaths,
        String cgroupsPath,
        String rootfsPropagation,
        Map<String, String> annotations,
        Map<String, String> sysctls) {
    /** The names that the specification gives to the capability sets. */
    public enum CapabilitySetName {
        BOUNDING,
        EFFECTIVE,
        PERMITTED,
        INHERITABLE,
        AMBIENT
    }

    public OciSpec {
        args = List.copyOf(args);
        capabilities = Map.copyOf(capabilities);
        namespaces = List.copyOf(namespaces);
        mounts = List.copyOf(mounts);
        devices = List.copyOf(devices);
        deviceRules = List.copyOf(deviceRules);
        maskedPaths = List.copyOf(maskedPaths);
        readonlyPaths = List.copyOf(readonlyPaths);
        annotations = Map.copyOf(annotations);
        sysctls = Map.copyOf(sysctls);
        Objects.requireNonNull(cgroupsPath, "cgroupsPath is null");
    }

    /** The same with one more namespace, for what a runtime does without writing it down. */
    public OciSpec withNamespace(Namespace one) {
        List<Namespace> more = new ArrayList<>(namespaces);
        more.add(one);
        return new OciSpec(
                args,
                uid,
                gid,
                capabilities,
                more,
                mounts,
                devices,
                deviceRules,
                seccomp,
                apparmorProfile,
                selinuxLabel,
                noNewPrivileges,
                rootReadOnly,
                maskedPaths,
                readonlyPaths,
                cgroupsPath,
                rootfsPropagation,
                annotations,
                sysctls);
    }

    /** The capabilities of one set; empty where the specification does not name it. */
    public Set<String> capabilities(CapabilitySetName set) {
        return capabilities.getOrDefault(set, Set.of());
    }

    /**
     * A namespace of its own, or one that is joined.
     *
     * @param type {@code pid}, {@code network}, {@code mount}, {@code ipc}, {@code uts}, {@code user}, {@code cgroup}
     *     or {@code time}; a type that is missing from the list is shared with the host
     * @param path "" for a new one. A path alone does not prove isolation: with {@code hostPID}, containerd 1.7 names
     *     the pid namespace of the pod's sandbox here, and that is the host's; {@link PodDetail} tells
     */
    public record Namespace(String type, String path) {}

    /** A mount into the container. */
    public record Mount(String destination, String type, String source, List<String> options) {
        public Mount {
            options = List.copyOf(options);
        }
    }

    /**
     * A device node that is made in the container.
     *
     * @param type {@code c}, {@code b}, {@code u} or {@code p}
     */
    public record Device(String path, String type, long major, long minor) {}

    /**
     * A rule of the device cgroup.
     *
     * @param type {@code a}, {@code b}, {@code c}, or ""
     * @param major −1 for all
     * @param minor −1 for all
     * @param access of {@code r}, {@code w}, {@code m}
     */
    public record DeviceRule(boolean allow, String type, long major, long minor, String access) {}
}
