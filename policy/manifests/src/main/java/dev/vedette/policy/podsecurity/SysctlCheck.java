package dev.vedette.policy.podsecurity;

import dev.vedette.policy.podsecurity.PodSecurityCheck.Report;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.Map;
import java.util.Optional;

/** Which settings of the kernel a pod may have a value of its own for. */
final class SysctlCheck {
    /** Since which minor version each is allowed. */
    static final Map<String, Integer> ALLOWED = Map.ofEntries(
            Map.entry("kernel.shm_rmid_forced", 0),
            Map.entry("net.ipv4.ip_local_port_range", 0),
            Map.entry("net.ipv4.tcp_syncookies", 0),
            Map.entry("net.ipv4.ping_group_range", 0),
            Map.entry("net.ipv4.ip_unprivileged_port_start", 0),
            Map.entry("net.ipv4.ip_local_reserved_ports", 27),
            Map.entry("net.ipv4.tcp_keepalive_time", 29),
            Map.entry("net.ipv4.tcp_fin_timeout", 29),
            Map.entry("net.ipv4.tcp_keepalive_intvl", 29),
            Map.entry("net.ipv4.tcp_keepalive_probes", 29),
            Map.entry("net.ipv4.tcp_rmem", 32),
            Map.entry("net.ipv4.tcp_wmem", 32),
            Map.entry("net.ipv4.tcp_slow_start_after_idle", 37),
            Map.entry("net.ipv4.tcp_notsent_lowat", 37));

    private SysctlCheck() {}

    static void judge(JudgedPod pod, PodSecurityVersion version, Report report) {
        Optional<LocatedNode> settings = pod.settings();
        if (settings.isEmpty()) {
            return;
        }
        for (LocatedNode sysctl : pod.fields().objects(settings.get(), "sysctls")) {
            String name = pod.fields().text(sysctl, "name");
            Integer since = ALLOWED.get(name);
            if (since == null || !version.isFrom(since)) {
                report.fails(sysctl.get("name").orElse(sysctl), "The pod sets " + name + ".");
            }
        }
    }
}
