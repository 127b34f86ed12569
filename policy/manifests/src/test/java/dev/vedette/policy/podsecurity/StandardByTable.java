package dev.vedette.policy.podsecurity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The standards a second time, by another way: a table of paths and of what may stand there, over plain maps. It shares
 * no code with the checks, so that both are wrong in the same way only where both misread the standard.
 */
final class StandardByTable {
    private static final Object ABSENT = new Object();

    /** Every value that {@code path} leads to; absent where a step is missing; {@code *} stands for each item. */
    private record Row(String check, boolean restricted, int from, int to, String path, Predicate<Object> allows) {}

    private static final List<Row> ROWS = rows();

    private StandardByTable() {}

    static Set<String> failing(Map<String, Object> pod, boolean restricted, int minor) {
        Set<String> failing = new TreeSet<>();
        for (Row row : ROWS) {
            if (minor >= row.from && minor <= row.to && (restricted || !row.restricted) && isAsked(row, pod, minor)) {
                if (reach(pod, row.path).anyMatch(row.allows.negate())) {
                    failing.add(row.check);
                }
            }
        }
        if (restricted) {
            failing.addAll(wholes(pod, minor));
            failing.remove("hostPathVolumes");
            if (minor >= 19) {
                failing.remove("seccompProfile_baseline");
            }
            if (minor >= 22) {
                failing.remove("capabilities_baseline");
            }
            if (minor >= 35) {
                failing.remove("procMount");
            }
        }
        if (minor < 19) {
            failing.addAll(oldSeccomp(pod));
        }
        return failing;
    }

    private static boolean isAsked(Row row, Map<String, Object> pod, int minor) {
        boolean ownUsers = reach(pod, "spec.hostUsers").anyMatch(v -> v.equals(false));
        boolean windows = reach(pod, "spec.os.name").anyMatch(v -> v.equals("windows"));
        return switch (row.check) {
            case "procMount", "runAsUser" -> minor < 35 || !ownUsers;
            case "allowPrivilegeEscalation", "capabilities_restricted", "seccompProfile_restricted" ->
                minor < 25 || !windows;
            default -> true;
        };
    }

    /** What is not a matter of one field: the pod's word and its containers' together. */
    private static Set<String> wholes(Map<String, Object> pod, int minor) {
        Set<String> failing = new TreeSet<>();
        boolean ownUsers = reach(pod, "spec.hostUsers").anyMatch(v -> v.equals(false));
        boolean windows = reach(pod, "spec.os.name").anyMatch(v -> v.equals("windows"));
        Object ofPod =
                reach(pod, "spec.securityContext.runAsNonRoot").findFirst().orElse(ABSENT);
        boolean unsafe = containerValues(pod, "securityContext.runAsNonRoot")
                .anyMatch(own -> own == ABSENT ? !ofPod.equals(true) : own.equals(false));
        if ((unsafe || ofPod.equals(false)) && (minor < 35 || !ownUsers)) {
            failing.add("runAsNonRoot");
        }
        if (minor >= 19 && (minor < 25 || !windows)) {
            Object pods = reach(pod, "spec.securityContext.seccompProfile")
                    .findFirst()
                    .orElse(ABSENT);
            boolean bad = pods != ABSENT && !isProfile(pods);
            boolean open = containerValues(pod, "securityContext.seccompProfile")
                    .anyMatch(own -> own == ABSENT ? pods == ABSENT || !isProfile(pods) : !isProfile(own));
            if (bad || open) {
                failing.add("seccompProfile_restricted");
            }
        }
        if (minor >= 22 && (minor < 25 || !windows)) {
            boolean keeps = containerValues(pod, "securityContext.capabilities.drop")
                    .anyMatch(drop -> !(drop instanceof List<?> list) || !list.contains("ALL"));
            if (keeps) {
                failing.add("capabilities_restricted");
            }
        }
        return failing;
    }

    private static boolean isProfile(Object profile) {
        return profile instanceof Map<?, ?> map
                && Set.of("RuntimeDefault", "Localhost").contains(map.containsKey("type") ? map.get("type") : "");
    }

    private static Set<String> oldSeccomp(Map<String, Object> pod) {
        Set<String> names = new TreeSet<>();
        containerValues(pod, "name").forEach(name -> names.add(name.toString()));
        Map<?, ?> annotations = (Map<?, ?>) reach(pod, "metadata.annotations")
                .filter(v -> v != ABSENT)
                .findFirst()
                .orElse(Map.of());
        boolean bad = annotations.entrySet().stream().anyMatch(entry -> {
            String key = entry.getKey().toString();
            boolean counts = key.equals("seccomp.security.alpha.kubernetes.io/pod")
                    || (key.startsWith("container.seccomp.security.alpha.kubernetes.io/")
                            && names.contains(key.substring(key.indexOf('/') + 1)));
            String value = entry.getValue().toString();
            return counts && !value.matches("runtime/default|docker/default|localhost/.*");
        });
        return bad ? Set.of("seccompProfile_baseline") : Set.of();
    }

    private static Stream<Object> containerValues(Map<String, Object> pod, String path) {
        return Stream.of("containers", "initContainers", "ephemeralContainers")
                .flatMap(role -> reach(pod, "spec." + role))
                .filter(List.class::isInstance)
                .flatMap(list -> ((List<?>) list).stream())
                .flatMap(container -> reach(container, path));
    }

    private static Stream<Object> reach(Object from, String path) {
        if (path.isEmpty()) {
            return Stream.of(from);
        }
        int dot = path.indexOf('.');
        String step = dot < 0 ? path : path.substring(0, dot);
        String rest = dot < 0 ? "" : path.substring(dot + 1);
        if (step.equals("*")) {
            return from instanceof List<?> list ? list.stream().flatMap(item -> reach(item, rest)) : Stream.of();
        }
        Object next = from instanceof Map<?, ?> map && map.get(step) != null ? map.get(step) : ABSENT;
        if (next == ABSENT) {
            return rest.startsWith("*") ? Stream.of() : Stream.of(ABSENT);
        }
        return reach(next, rest);
    }

    private static Predicate<Object> absentOr(Object... values) {
        Set<Object> allowed = Set.of(values);
        return value -> value == ABSENT || allowed.contains(value);
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (String name : List.of("hostNetwork", "hostPID", "hostIPC")) {
            rows.add(new Row("hostNamespaces", false, 0, 99, "spec." + name, absentOr(false)));
        }
        rows.add(new Row("hostPathVolumes", false, 0, 99, "spec.volumes.*.hostPath", absentOr()));
        rows.add(
                new Row(
                        "restrictedVolumes",
                        true,
                        0,
                        99,
                        "spec.volumes.*",
                        volume -> volume == ABSENT
                                || ((Map<?, ?>) volume)
                                        .keySet().stream()
                                                .allMatch(
                                                        kind -> kind.toString()
                                                                .matches(
                                                                        "name|configMap|csi|downwardAPI|emptyDir|ephemeral|image|persistentVolumeClaim|projected|secret"))));
        sysctls(rows);
        for (String place : List.of("", "containers.*.", "initContainers.*.", "ephemeralContainers.*.")) {
            anywhere(rows, "spec." + place + "securityContext.");
            if (!place.isEmpty()) {
                inContainers(rows, "spec." + place);
            }
        }
        rows.add(new Row(
                "appArmorProfile",
                false,
                0,
                99,
                "metadata.annotations",
                annotations -> annotations == ABSENT
                        || ((Map<?, ?>) annotations)
                                .entrySet().stream()
                                        .filter(e -> e.getKey()
                                                .toString()
                                                .startsWith("container.apparmor.security.beta.kubernetes.io/"))
                                        .allMatch(e ->
                                                e.getValue().toString().matches("|runtime/default|localhost/.*"))));
        return rows;
    }

    private static void sysctls(List<Row> rows) {
        Map<Integer, List<String>> since = new LinkedHashMap<>();
        since.put(
                0,
                List.of(
                        "kernel.shm_rmid_forced",
                        "net.ipv4.ip_local_port_range",
                        "net.ipv4.tcp_syncookies",
                        "net.ipv4.ping_group_range",
                        "net.ipv4.ip_unprivileged_port_start"));
        since.put(27, List.of("net.ipv4.ip_local_reserved_ports"));
        since.put(
                29,
                List.of(
                        "net.ipv4.tcp_keepalive_time",
                        "net.ipv4.tcp_fin_timeout",
                        "net.ipv4.tcp_keepalive_intvl",
                        "net.ipv4.tcp_keepalive_probes"));
        since.put(32, List.of("net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"));
        since.put(37, List.of("net.ipv4.tcp_slow_start_after_idle", "net.ipv4.tcp_notsent_lowat"));
        int[] starts = {0, 27, 29, 32, 37, 100};
        IntStream.range(0, starts.length - 1).forEach(i -> {
            Object[] allowed = since.entrySet().stream()
                    .filter(e -> e.getKey() <= starts[i])
                    .flatMap(e -> e.getValue().stream())
                    .toArray();
            rows.add(new Row(
                    "sysctls",
                    false,
                    starts[i],
                    starts[i + 1] - 1,
                    "spec.securityContext.sysctls.*.name",
                    absentOr(allowed)));
        });
    }

    /** What the pod may say as well as a container. */
    private static void anywhere(List<Row> rows, String settings) {
        rows.add(new Row("windowsHostProcess", false, 0, 99, settings + "windowsOptions.hostProcess", absentOr(false)));
        rows.add(new Row("runAsUser", true, 23, 99, settings + "runAsUser", value -> !Objects.equals(value, 0)));
        rows.add(new Row(
                "appArmorProfile", false, 0, 99, settings + "appArmorProfile", p -> p == ABSENT || isProfile(p)));
        rows.add(new Row(
                "seccompProfile_baseline",
                false,
                19,
                99,
                settings + "seccompProfile",
                p -> p == ABSENT || isProfile(p)));
        String options = settings + "seLinuxOptions.";
        rows.add(new Row(
                "seLinuxOptions",
                false,
                0,
                30,
                options + "type",
                absentOr("", "container_t", "container_init_t", "container_kvm_t")));
        rows.add(new Row(
                "seLinuxOptions",
                false,
                31,
                99,
                options + "type",
                absentOr("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t")));
        rows.add(new Row("seLinuxOptions", false, 0, 99, options + "user", absentOr("")));
        rows.add(new Row("seLinuxOptions", false, 0, 99, options + "role", absentOr("")));
    }

    private static void inContainers(List<Row> rows, String container) {
        String settings = container + "securityContext.";
        rows.add(new Row("privileged", false, 0, 99, settings + "privileged", absentOr(false)));
        rows.add(new Row("hostPorts", false, 0, 99, container + "ports.*.hostPort", absentOr(0)));
        rows.add(new Row(
                "capabilities_baseline",
                false,
                0,
                99,
                settings + "capabilities.add.*",
                absentOr(
                        "AUDIT_WRITE",
                        "CHOWN",
                        "DAC_OVERRIDE",
                        "FOWNER",
                        "FSETID",
                        "KILL",
                        "MKNOD",
                        "NET_BIND_SERVICE",
                        "SETFCAP",
                        "SETGID",
                        "SETPCAP",
                        "SETUID",
                        "SYS_CHROOT")));
        rows.add(new Row(
                "capabilities_restricted",
                true,
                22,
                99,
                settings + "capabilities.add.*",
                absentOr("NET_BIND_SERVICE")));
        rows.add(new Row("procMount", false, 0, 99, settings + "procMount", absentOr("Default")));
        rows.add(new Row("procMount_restricted", true, 35, 99, settings + "procMount", absentOr("Default")));
        rows.add(new Row(
                "allowPrivilegeEscalation", true, 8, 99, settings + "allowPrivilegeEscalation", v -> v.equals(false)));
        for (String handler : List.of(
                "livenessProbe", "readinessProbe", "startupProbe", "lifecycle.postStart", "lifecycle.preStop")) {
            for (String request : List.of("httpGet", "tcpSocket")) {
                rows.add(new Row(
                        "hostProbesAndHostLifecycle",
                        false,
                        34,
                        99,
                        container + handler + "." + request + ".host",
                        absentOr("")));
            }
        }
    }
}
