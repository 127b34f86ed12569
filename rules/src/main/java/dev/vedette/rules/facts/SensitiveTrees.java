package dev.vedette.rules.facts;

import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.HostPath;
import dev.vedette.policy.model.Severity;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Places of the node that hold its programs, configuration, credentials, devices or kernel interfaces. Directories from
 * the Filesystem Hierarchy Standard 3.0 and the defaults of kubelet, etcd and the runtimes.
 */
public final class SensitiveTrees {
    /** With all that lies in them, and with what they lie in. */
    public static final List<String> TREES = List.of(
            "/etc",
            "/root",
            "/home",
            "/boot",
            "/proc",
            "/sys",
            "/usr",
            "/bin",
            "/sbin",
            "/lib",
            "/lib64",
            "/opt/cni/bin",
            "/var/lib/kubelet",
            "/var/lib/etcd",
            "/var/lib/docker",
            "/var/lib/containerd",
            "/var/lib/containers",
            "/var/lib/rancher",
            "/var/log",
            "/var/spool/cron",
            "/run/systemd",
            "/run/dbus",
            "/run/containerd",
            "/run/crio",
            "/run/docker",
            "/run/k3s");

    /** These matter as a whole; most of what lies in them does not. */
    public static final Set<String> ONLY_WHOLE = Set.of("/run", "/dev");

    /** Raw disks and memory, whatever their number. Source: Documentation/admin-guide/devices.txt. */
    public static final Pattern RAW_DEVICE = Pattern.compile(
            "/dev/(mem|kmem|port|(sd|hd|vd|xvd)[a-z]+[0-9]*|nvme[0-9].*|dm-[0-9]+|mapper/.+|disk/.+|mmcblk[0-9].*|sg[0-9]+)");

    /** The same of Windows nodes: the whole drive, the system, and what the kubelet and runtimes keep. */
    public static final Pattern OF_WINDOWS = Pattern.compile(
            "(?i)/?[a-z]:[/\\\\]*((windows|k|etc|users|programdata|program files|var[/\\\\]+(lib|log|run))([/\\\\].*)?)?");

    /** What everybody may know, and many programs need; harmless while it can't be written. */
    public static final List<String> PUBLIC = List.of(
            "/etc/localtime",
            "/etc/timezone",
            "/etc/machine-id",
            "/etc/os-release",
            "/usr/lib/os-release",
            "/etc/hostname",
            "/etc/hosts",
            "/etc/resolv.conf",
            "/etc/ssl/certs",
            "/etc/pki/ca-trust",
            "/etc/pki/tls/certs",
            "/etc/ca-certificates",
            "/usr/share/ca-certificates",
            "/usr/local/share/ca-certificates",
            "/usr/share/zoneinfo",
            "/usr/src",
            "/lib/modules",
            "/usr/lib/modules",
            "/var/log");

    private SensitiveTrees() {}

    /** Whether a mount shows a sensitive place of the node; what is public is not, unless it can be written. */
    public static boolean isShownBy(HostMount mount) {
        String source = mount.source();
        return isSensitive(source) && !(mount.readOnly() && isHarmlessToRead(source));
    }

    /** How bad such a mount is: writable, or reaching back into the node, worse than to be read. */
    public static Severity severity(HostMount mount) {
        return mount.readOnly() && !mount.propagates() ? Severity.MEDIUM : Severity.HIGH;
    }

    private static boolean isSensitive(String source) {
        if (RAW_DEVICE.matcher(source).matches()
                || OF_WINDOWS.matcher(source).matches()
                || ONLY_WHOLE.stream().anyMatch(tree -> HostPath.isWithin(tree, source))) {
            return true;
        }
        return TREES.stream().anyMatch(tree -> HostPath.isWithin(tree, source) || HostPath.isWithin(source, tree));
    }

    private static boolean isHarmlessToRead(String source) {
        return source.equals("/proc")
                || source.equals("/sys")
                || PUBLIC.stream().anyMatch(place -> HostPath.isWithin(source, place));
    }
}
